package dev.thimble.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.UpdaterCosts;
import dev.thimble.artifact.report.Readme;
import dev.thimble.artifact.report.ReportHtml;
import dev.thimble.artifact.report.ReportJson;
import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.PackageFiles;
import dev.thimble.backendc.VerifierSource;
import dev.thimble.backendc.output.OutputKind;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.core.text.Printed;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.tokenizer.TokenizerWriter;
import dev.thimble.pipeline.Compilation;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.verify.compare.PackageGraph;
import dev.thimble.verify.compare.Vectors;
import dev.thimble.verify.data.EvenSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts together everything that a package holds: C, verifier, graphs, tokenizer and report. */
public final class PackageAssembler {
    private static final int VECTORS = 64;
    private final Installation installation;
    private final OutputKind kind;

    /** An assembler of packages of one kind, for the checkout that has the verifier's jar. */
    public PackageAssembler(Installation installation, OutputKind kind) {
        this.installation = installation;
        this.kind = kind;
    }

    /** What taking updates costs in packages of this kind: the figures of the runtime that they hold. */
    public UpdaterCosts updater() {
        return kind.equals(OutputKinds.UPDATABLE)
                ? new RecordFile(installation.runtime(), "updater.json").read(UpdaterCosts.class)
                : UpdaterCosts.none();
    }

    /** Contents by path below the package's folder. */
    public PackageFiles files(List<Compilation> compilations, Arenas arenas, Manifest manifest) {
        PackageFiles files = new PackageFiles();
        List<CPackage> models = compilations.stream().map(Compilation::code).toList();
        files.putAll(kind.files(new CBundle(models, arenas)));
        compilations.forEach(compilation -> add(files, compilation, manifest));
        files.put("verify/" + Installation.VERIFIER, copy(installation.verifier()));
        files.put(Installation.LICENCE, copy(installation.licence()));
        files.put(Readme.FILE, text(new Readme(installation).render(manifest)));
        files.put(OutFolder.MANIFEST, OutFolder.manifest(manifest));
        ObjectNode report = ReportJson.of(manifest, Results.none());
        files.put(OutFolder.REPORT, OutFolder.pretty(report));
        files.put(OutFolder.PAGE, text(new ReportHtml(installation).render(report)));
        return files;
    }

    /** What one model is verified with; as it was trained, too, for that is the model that the user has. */
    private static void add(PackageFiles files, Compilation compilation, Manifest manifest) {
        String model = compilation.integers().name();
        String below = OutModel.folder(manifest.several(), model);
        String folder = below.isEmpty() ? "verify/" : "verify/" + below + "/";
        add(files, folder + PackageGraph.INTEGER, IntGraphText.print(compilation.computed()));
        add(files, folder, compilation.prepared(), compilation.model().tokenizer());
        if (compilation.isLess()) {
            Model trained = compilation.trained();
            add(files, folder + OutModel.WHOLE + "/", trained.graph(), trained.tokenizer());
        }
        compilation
                .vocabulary()
                .ifPresent(
                        vocabulary -> files.put(folder + VocabularyFile.NAME, text(VocabularyFile.text(vocabulary))));
        files.put(folder + "vectors.jsonl", text(Vectors.print(vectors(compilation))));
        files.put(
                folder + VerifierSource.className(model) + ".java",
                text(VerifierSource.of(model, manifest.name(), below)));
    }

    private static void add(PackageFiles files, String folder, Graph graph, TokenizerSpec tokenizer) {
        add(files, folder + PackageGraph.FLOAT, GraphText.print(graph));
        files.put(folder + "tokenizer/" + ModelFile.TOKENIZER.fileName(), text(TokenizerWriter.text(tokenizer)));
    }

    private static List<List<Integer>> vectors(Compilation compilation) {
        return EvenSample.over(compilation.calibrationInputs(), VECTORS);
    }

    private static void add(PackageFiles files, String name, Printed printed) {
        files.put(name + ".txt", text(printed.text()));
        files.put(name + ".bin", printed.constants());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] copy(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }
}
