package dev.thimble.backendc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.OpFacts;
import dev.thimble.core.target.StepRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a kernel set's {@code set.h} says of it is so, and is what the compiler plans with. */
class KernelSetHeaderTest {
    private static final Path RUNTIME = Path.of(System.getProperty("thimble.root"), "runtime-c");
    private static final Pattern FILE = Pattern.compile("\\w+\\.[ch]\\b");
    private static final Requantizer REQUANTIZER = Requantizer.of("requantizer", 0.5);
    private static final List<Integer> SIZES = List.of(1, 2, 3, 4, 5, 8, 15, 16, 17, 31, 32, 33, 100);
    private static final List<Integer> ROWS = List.of(1, 2, 3, 4, 5, 15, 16, 17, 40);

    @TempDir
    Path folder;

    private static Path folderOf(KernelSet set) {
        return RUNTIME.resolve("src/kernels").resolve(set.folder());
    }

    private static String opening(KernelSet set) throws IOException {
        String header = Files.readString(folderOf(set).resolve("set.h"));
        int licence = header.indexOf("*/") + 2;
        return header.substring(licence, header.indexOf("*/", licence));
    }

    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void itListsTheFilesOfTheFolder(KernelSet set) throws IOException {
        try (Stream<Path> files = Files.list(folderOf(set))) {
            assertThat(FILE.matcher(opening(set)).results().map(MatchResult::group))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("set.h"))
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void itNamesTheSetsThatHaveWhatItLacks(KernelSet set) throws IOException {
        List<String> others =
                set.sources().stream().skip(1).map(KernelSet::folder).toList();
        String sentence = others.isEmpty() ? "has every kernel" : String.join(" and ", others);
        assertThat(opening(set)).contains(sentence);
    }

    private static IntNode node(IntOp op, int width) {
        return new IntNode(
                "x", op, List.of("q", "k", "v"), Shape.tokens(width), Quantization.symmetric(Precision.I8, 1));
    }

    private static IntTensor matrix(int columns) {
        return IntTensor.of("matrix", Precision.I8, List.of(1, columns), new int[columns]);
    }

    private static IntTensor bias() {
        return IntTensor.vector("bias", Precision.I32, new int[1]);
    }

    private static IntNode linear(int inputs) {
        return node(new IntOp.Linear(matrix(inputs), bias(), REQUANTIZER), 1);
    }

    private static IntNode narrow(int inputs) {
        Requantizer quarter = Requantizer.of("requantizer", 0.25);
        return node(new IntOp.Linear(matrix(inputs), bias(), quarter, Optional.of(NarrowWeights.BITS)), 1);
    }

    private static IntNode attention(int headWidth) {
        int heads = 2;
        return node(new IntOp.Attention(heads, REQUANTIZER, 1, 0), heads * headWidth);
    }

    private static IntNode convolution(int taps) {
        return node(new IntOp.DepthwiseConv1d(matrix(taps), bias(), REQUANTIZER), 1);
    }

    /** A formula of the header with numbers, and what the plan reserves for the same kernel. */
    private record Case(String macro, long planned) {
        static Case of(KernelSet set, String kernel, IntNode node, int rows, int tokens, Object... arguments) {
            String list =
                    String.join(", ", Stream.of(arguments).map(n -> n + "u").toList());
            String macro = "THIMBLE_" + set.folder().toUpperCase(Locale.ROOT) + "_" + kernel + "_SCRATCH(" + list + ")";
            return new Case(macro, OpFacts.of(node).scratch().bytes(set, new StepRows(rows, tokens)));
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (KernelSet set : KernelSets.all()) {
            for (int size : SIZES) {
                cases.add(Case.of(set, "LINEAR", linear(size), 1, 1, size));
                cases.add(Case.of(set, "NARROW", narrow(size), 1, 1, size));
                for (int rows : ROWS) {
                    cases.add(Case.of(set, "CONVOLUTION", convolution(size), rows, 1, size, rows));
                    for (int tokens : SIZES) {
                        cases.add(Case.of(set, "ATTENTION", attention(size), rows, tokens, size, rows, tokens));
                    }
                }
            }
        }
        return cases;
    }

    private List<Long> evaluated(List<String> macros) throws IOException, InterruptedException {
        StringBuilder program = new StringBuilder("#include <stdio.h>\n");
        for (KernelSet set : KernelSets.all()) {
            program.append("#include \"").append(folderOf(set).resolve("set.h")).append("\"\n");
        }
        program.append("static const unsigned long bytes[] = {\n");
        macros.forEach(macro -> program.append(macro).append(",\n"));
        program.append("};\nint main(void)\n{\nsize_t i;\nfor (i = 0; i < sizeof bytes / sizeof *bytes; i++) {\n")
                .append("printf(\"%lu\\n\", bytes[i]);\n}\nreturn 0;\n}\n");
        Files.writeString(folder.resolve("scratch.c"), program);
        run("gcc", "-std=c99", "-Wall", "-Werror", "-I" + RUNTIME.resolve("src/blocks"), "-o", "scratch", "scratch.c");
        return run("./scratch").lines().map(Long::valueOf).toList();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }

    @Test
    void itsFormulasOfScratchAreThePlans() throws IOException, InterruptedException {
        List<Case> cases = cases();
        List<Long> bytes = evaluated(cases.stream().map(Case::macro).toList());
        assertThat(bytes).hasSameSizeAs(cases);
        List<Case> inC = new ArrayList<>();
        for (int i = 0; i < bytes.size(); i++) {
            inC.add(new Case(cases.get(i).macro(), bytes.get(i)));
        }
        assertThat(inC).containsExactlyElementsOf(cases);
    }
}
