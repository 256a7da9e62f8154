package dev.thimble.backendc;

import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.folder.Installation;
import dev.thimble.tokenizer.Encoding;
import dev.thimble.tokenizer.TokenizerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The generated C tokenizer as a program of the host, built with sanitizers. */
final class TokenizerProgram {
    static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final Path RUNTIME = ROOT.resolve("runtime-c");
    private static final List<String> STRICT =
            List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror");

    private final Path folder;
    private final TokenizerTables tables;

    TokenizerProgram(Path folder, TokenizerSpec spec) throws IOException {
        this.folder = folder;
        this.tables = TokenizerTables.of(spec, "model");
        for (Map.Entry<String, String> file : TokenizerFiles.render(new Templates(new Installation(ROOT)), tables)
                .entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Compiles as C99 with sanitizers. */
    void build() throws IOException, InterruptedException {
        List<Path> sources = new ArrayList<>(sources());
        sources.add(RUNTIME.resolve("test/tokenize_lines.c"));
        List<String> link = new ArrayList<>(List.of("gcc", "-o", "tokenize"));
        link.addAll(CompiledOnce.SANITIZED);
        link.addAll(CompiledOnce.sanitized(List.of("-g1"), includes()).objects(folder, sources));
        run(link);
    }

    /** Checks that every file is C++11 too. */
    void checkCpp() throws IOException {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++11", "-fsyntax-only", "-x", "c++"));
        command.addAll(STRICT);
        includes().forEach(include -> command.add("-I" + include));
        sources().forEach(source -> command.add(source.toString()));
        run(command);
    }

    private List<Path> includes() {
        return List.of(folder, RUNTIME.resolve("include"));
    }

    private List<Path> sources() {
        return Stream.concat(
                        Stream.of(folder.resolve("model_tokenizer.c")),
                        tables.sources().stream()
                                .map(source -> RUNTIME.resolve("src/tokenizer").resolve(source)))
                .toList();
    }

    private void run(List<String> command) throws IOException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (waitFor(process) != 0) {
            throw new IllegalStateException(command + "\n" + Files.readString(log));
        }
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the program answers to each text. */
    List<Encoding> encode(List<byte[]> texts, int maxTokens) throws IOException {
        Path input = folder.resolve("input");
        Path output = folder.resolve("output");
        List<String> lines = texts.stream()
                .map(text -> maxTokens + " "
                        + (text.length == 0 ? "-" : HexFormat.of().formatHex(text)))
                .toList();
        Files.write(input, lines, StandardCharsets.US_ASCII);
        Process process = new ProcessBuilder(folder.resolve("tokenize").toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        if (waitFor(process) != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("log")));
        }
        return Files.readAllLines(output).stream().map(TokenizerProgram::parse).toList();
    }

    private static Encoding parse(String line) {
        List<Integer> numbers =
                Arrays.stream(line.split(" ", -1)).map(Integer::valueOf).toList();
        return new Encoding(numbers.subList(1, numbers.size()), numbers.get(0) == 1);
    }
}
