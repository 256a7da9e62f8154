package dev.thimble.cli.pipeline;

import dev.thimble.backendc.PackageFiles;
import dev.thimble.backendc.VerifierSource;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.core.text.Printed;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.tokenizer.TokenizerWriter;
import dev.thimble.verify.compare.PackageGraph;
import dev.thimble.verify.compare.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Puts together everything that a package holds: C, verifier, graphs, tokenizer and report. */
public final class PackageAssembler {
    private static final int VECTORS = 64;
    private static final String VERIFIER_JAR = "thimble-verify.jar";

    private final Path root;

    /** An assembler of a checkout. */
    public PackageAssembler(Path root) {
        this.root = root;
    }

    /**
     * Contents by path below the package's folder.
     *
     * @param code the package's C
     */
    public PackageFiles files(Compilation compilation, Map<String, byte[]> code, String report) {
        PackageFiles files = new PackageFiles();
        files.putAll(code);
        add(files, PackageGraph.INTEGER, IntGraphText.print(compilation.computed()));
        add(files, PackageGraph.FLOAT, GraphText.print(compilation.prepared()));
        String tokenizer = TokenizerWriter.text(compilation.model().tokenizer());
        files.put("verify/tokenizer/" + ModelFile.TOKENIZER.fileName(), text(tokenizer));
        String model = compilation.integers().name();
        files.put("verify/vectors.jsonl", text(Vectors.print(vectors(compilation))));
        files.put("verify/" + VerifierSource.className(model) + ".java", text(VerifierSource.of(model)));
        files.put("verify/" + VERIFIER_JAR, verifierJar());
        files.put(OutFolder.REPORT, text(report));
        return files;
    }

    private static List<List<Integer>> vectors(Compilation compilation) {
        return Spread.over(compilation.calibrationInputs(), VECTORS);
    }

    private static void add(PackageFiles files, String name, Printed printed) {
        files.put("verify/" + name + ".txt", text(printed.text()));
        files.put("verify/" + name + ".bin", printed.constants());
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

    private byte[] verifierJar() {
        Path jar = root.resolve("compiler/verify/target").resolve(VERIFIER_JAR);
        if (!Files.isRegularFile(jar)) {
            throw new ThimbleException(ToolProblem.VERIFIER_JAR_MISSING.at(jar.toString()));
        }
        return copy(jar);
    }
}
