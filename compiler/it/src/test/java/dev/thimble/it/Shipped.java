package dev.thimble.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shipped example, compiled and built once for all tests, which leave it as it is. */
final class Shipped {
    static final String NAME = "intents";

    /** As compiled, before a build adds to it. */
    static final Path COMPILED;

    /** Compiled and built. */
    static final Path BUILT;

    private static final Path FOLDER = Checkout.ROOT.resolve("compiler/it/target/packages");

    static {
        try {
            Files.createDirectories(FOLDER);
            // one for each process that runs tests, for they run side by side
            Path own = Files.createTempDirectory(FOLDER, "process-");
            BUILT = compile(own.resolve("built").resolve(NAME));
            COMPILED = Checkout.copy(BUILT, own.resolve("compiled").resolve(NAME));
            Call.succeeding("build", BUILT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shipped() {}

    static Path compile(Path out) {
        Call.succeeding("compile", Checkout.MODEL, "--name", NAME, "--calibration", Checkout.SENTENCES, "-o", out);
        return out;
    }

    /** The built package's report.json. */
    static JsonNode report() {
        try {
            return new ObjectMapper().readTree(BUILT.resolve("report.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with the first ten sentences. */
    static Path tenSentences(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(Checkout.SENTENCES);
        return Files.write(folder.resolve("ten.tsv"), lines.subList(0, 10));
    }
}
