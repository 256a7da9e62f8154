package dev.thimble.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.BuildResult;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.ManifestJson;
import dev.thimble.artifact.manifest.PackageMemory;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.artifact.manifest.StepResult;
import dev.thimble.artifact.manifest.TrainerResult;
import dev.thimble.artifact.manifest.VerifyResult;
import dev.thimble.artifact.report.ReportHtml;
import dev.thimble.artifact.report.ReportJson;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.folder.Installation;
import dev.thimble.folder.PackageFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A package that was compiled earlier.
 *
 * @param folder where it is
 * @param manifest what its compilation decided
 * @param results what was measured since
 */
public record OutFolder(Path folder, Manifest manifest, Results results) {
    /** What its compilation decided; written once. */
    public static final String MANIFEST = "manifest.json";

    /** All that is known of the package, for scripts. */
    public static final String REPORT = "report.json";

    /** The same as a page. */
    public static final String PAGE = "report.html";

    /** Opens a package. */
    public static OutFolder open(Path folder) {
        PackageFolder.putRight(folder);
        if (!isPackage(folder)) {
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at("", folder));
        }
        Manifest manifest = new RecordFile(folder, MANIFEST).read(Manifest.class);
        OutFolder out =
                new OutFolder(folder, manifest, ResultFiles.of(folder, manifest).read());
        out.models().forEach(OutModel::requireComplete);
        return out;
    }

    /** Whether a folder looks like a package. */
    public static boolean isPackage(Path folder) {
        return PackageFolder.isMarked(folder) && Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /** Where the verifier program is. */
    public Path verifyFolder() {
        return folder.resolve("verify");
    }

    /** The package's name. */
    public String name() {
        return manifest.name();
    }

    /** The board it was compiled for. */
    public String board() {
        return manifest.board();
    }

    /** Its models in the order in which they were given. */
    public List<OutModel> models() {
        return manifest.models().stream()
                .map(model -> new OutModel(this, model))
                .toList();
    }

    /**
     * One of its models.
     *
     * @param wanted its name; may be missing where there is only one
     */
    public OutModel model(Optional<String> wanted) {
        List<OutModel> models = models();
        String names = models.stream().map(OutModel::name).collect(Collectors.joining(", "));
        if (wanted.isEmpty() && models.size() > 1) {
            throw new ThimbleException(InputProblem.MODEL_AMBIGUOUS.at("--model", names));
        }
        return wanted.map(name -> models.stream().filter(model -> model.name().equals(name)))
                .orElseGet(models::stream)
                .findFirst()
                .orElseThrow(
                        () -> new ThimbleException(InputProblem.MODEL_UNKNOWN.at("--model", wanted.orElse(""), names)));
    }

    /** The models that are asked for: all where none is named. */
    public List<OutModel> modelsNamed(Optional<String> wanted) {
        return wanted.isEmpty() ? models() : List.of(model(wanted));
    }

    /** Its bytes, as far as they are known. */
    public PackageMemory memory() {
        return PackageMemory.of(manifest, results);
    }

    /** As the builds see it. */
    public CompiledPackage compiled() {
        return new CompiledPackage(folder.toAbsolutePath(), name());
    }

    /** Its files, for commands that add to them. */
    public PackageFolder files() {
        return new PackageFolder(folder);
    }

    /** Ends with a diagnostic when somebody else has written into what builds and verifications write. */
    public void requireUnchanged() {
        files().requireUnchanged(List.of(MANIFEST, REPORT, PAGE));
    }

    /** All that is known of the package. */
    public ObjectNode report() {
        return ReportJson.of(manifest, results);
    }

    private ResultFiles resultFiles() {
        return ResultFiles.of(folder, manifest);
    }

    /** The package with a build and its trainers; what was measured of an earlier one is gone. */
    public OutFolder built(BuildResult build, List<TrainerResult> trainers) {
        resultFiles().write(build, trainers);
        return open(folder);
    }

    /** The package with verifications, one for each model and target at most. */
    public OutFolder verified(List<VerifyResult> verifications) {
        verifications.forEach(resultFiles()::write);
        return open(folder);
    }

    /** The package with a run. */
    public OutFolder ran(RunResult run) {
        resultFiles().write(run);
        return open(folder);
    }

    /** The package with a step of training. */
    public OutFolder learned(StepResult step) {
        resultFiles().write(step);
        return open(folder);
    }

    /**
     * Writes report.json and report.html with all that is known by now.
     *
     * @param installation where templates are
     * @return the page
     */
    public Path writeReports(Installation installation) {
        return files().alone(() -> {}, () -> {
            OutFolder now = open(folder);
            files().rewrite(REPORT, pretty(now.report()));
            files().rewrite(
                            PAGE,
                            new ReportHtml(installation).render(now.report()).getBytes(StandardCharsets.UTF_8));
            return folder.resolve(PAGE);
        });
    }

    /** JSON as files hold it. */
    public static byte[] pretty(ObjectNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A manifest as its file holds it. */
    public static byte[] manifest(Manifest manifest) {
        return ManifestJson.write(manifest);
    }
}
