package dev.thimble.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.BuildResult;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.ManifestJson;
import dev.thimble.artifact.manifest.PackageMemory;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.artifact.manifest.VerifyResult;
import dev.thimble.artifact.report.ReportHtml;
import dev.thimble.artifact.report.ReportJson;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.folder.Installation;
import dev.thimble.folder.PackageFolder;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.compare.PackageGraph;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

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
        return new OutFolder(folder, manifest, ResultFiles.read(folder));
    }

    /** Whether a folder looks like a package. */
    public static boolean isPackage(Path folder) {
        return PackageFolder.isMarked(folder)
                && Files.isRegularFile(folder.resolve(MANIFEST))
                && Files.isRegularFile(verify(folder).resolve(PackageGraph.INTEGER + ".txt"));
    }

    private static Path verify(Path folder) {
        return folder.resolve("verify");
    }

    /** Where graphs, vectors and the verifier program are. */
    public Path verifyFolder() {
        return verify(folder);
    }

    /** The model's name. */
    public String name() {
        return manifest.model().name();
    }

    /** The board it was compiled for. */
    public String board() {
        return manifest.board();
    }

    /** What the model is for. */
    public Task task() {
        return Task.named(manifest.model().task(), labels())
                .orElseThrow(() -> new ThimbleException(InputProblem.NOT_A_PACKAGE.at(
                        MANIFEST + ": the task " + manifest.model().task(), folder)));
    }

    /** The labels in the order of the logits. */
    public List<String> labels() {
        return manifest.model().labels();
    }

    /** Its bytes, as far as they are known. */
    public PackageMemory memory() {
        return PackageMemory.of(manifest, results);
    }

    /** The loops of the C. */
    public Schedule loops(KernelSet kernels) {
        Manifest.Optimization optimization = manifest.optimization();
        int rows = optimization.candidates().get(optimization.chosen()).rows();
        return Scheduler.schedule(integers(), rows, kernels).widening(Set.copyOf(optimization.widened()));
    }

    /** What the C computes. */
    public IntGraph integers() {
        return PackageGraph.integer(verifyFolder());
    }

    /** What the model computed before it was quantised. */
    public Graph real() {
        return PackageGraph.real(verifyFolder());
    }

    /** Its tokenizer. */
    public Tokenizer tokenizer() {
        return new Tokenizer(TokenizerReader.written(verifyFolder().resolve("tokenizer")));
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

    /** The package with a build; what was measured of an earlier one is gone. */
    public OutFolder built(BuildResult build) {
        ResultFiles.write(files(), build);
        return open(folder);
    }

    /** The package with verifications, one for each target at most. */
    public OutFolder verified(List<VerifyResult> verifications) {
        verifications.forEach(result -> ResultFiles.write(files(), result));
        return open(folder);
    }

    /** The package with a run. */
    public OutFolder ran(RunResult run) {
        ResultFiles.write(files(), run);
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
