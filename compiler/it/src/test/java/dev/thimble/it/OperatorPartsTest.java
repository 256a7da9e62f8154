package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.model.CDescriptor;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Op;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.train.PartGraph;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.testing.RandomGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The parts of an operator that no compiler asks for. What implements {@code Cases} does not compile without an
 * operator; a golden that nobody wrote, a graph that nobody draws and a kernel that nobody compares are silent.
 */
class OperatorPartsTest {
    private static final int SEEDS = 100;
    private static final Path GOLDENS = Checkout.ROOT.resolve("compiler/it/src/test/resources/goldens");
    private static final Path FIXTURES = Checkout.ROOT.resolve("compiler/reference/src/test/resources/models");
    private static final Path TEMPLATES = Checkout.ROOT.resolve("templates/c/op");
    private static final Path KERNELS = Checkout.ROOT.resolve("runtime-c/src/kernels");
    private static final Pattern ENTRY_POINT = Pattern.compile("\nvoid (thimble_[a-z0-9_]+)\\(");

    /** What an operator, a descriptor or a kernel must have, and whether it has it. */
    private record Part<T>(String name, Predicate<T> present) {}

    private static <T> List<String> lacks(Stream<T> things, List<Part<T>> parts) {
        return things.flatMap(thing -> parts.stream()
                        .filter(part -> !part.present().test(thing))
                        .map(part -> shown(thing) + " lacks " + part.name()))
                .toList();
    }

    private static String shown(Object thing) {
        return thing instanceof Class<?> type ? type.getSimpleName() : thing.toString();
    }

    private static Stream<Class<?>> operators(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses());
    }

    /** As graphs print it. */
    private static String printed(Class<?> operator) {
        return operator.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static List<Part<Class<?>>> ofFloats() throws IOException {
        Set<Class<?>> drawn = randomGraphs()
                .flatMap(graph -> Stream.of(graph, byChannel(graph)))
                .flatMap(OperatorPartsTest::kinds)
                .collect(Collectors.toSet());
        Set<Class<?>> read;
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            read = folders.map(folder -> ModelFolder.load(folder).model().graph())
                    .flatMap(graph ->
                            Stream.of(graph, byChannel(graph), PartGraph.of(new TrainablePart.HeadAndMean(), graph)))
                    .flatMap(OperatorPartsTest::kinds)
                    .collect(Collectors.toSet());
        }
        return List.of(
                new Part<>("a random graph that holds it: RandomGraph", drawn::contains),
                new Part<>("a model with PyTorch's logits: " + below(FIXTURES), read::contains));
    }

    private static List<Part<Class<?>>> ofIntegers() throws IOException {
        Set<Class<?>> drawn = randomGraphs()
                .map(OperatorPartsTest::quantized)
                .flatMap(OperatorPartsTest::kinds)
                .collect(Collectors.toSet());
        String goldens = texts(GOLDENS, "integers.txt");
        String numerics = Files.readString(Checkout.ROOT.resolve("docs/numerics.md"));
        return List.of(
                new Part<>("a random graph that becomes it: RandomGraph", drawn::contains),
                new Part<>("a golden: " + below(GOLDENS), op -> goldens.contains(" = " + printed(op) + "(")),
                new Part<>("its name in docs/numerics.md", op -> numerics.contains("`" + printed(op) + "`")));
    }

    private static List<Part<Class<?>>> ofDescriptors() {
        return List.of(
                new Part<>(
                        "the macro descriptor of its template",
                        type -> template(type).contains("<#macro descriptor ")),
                new Part<>(
                        "the macro call of its template", type -> template(type).contains("<#macro call ")));
    }

    private static List<Part<String>> ofKernels() throws IOException {
        String sources = texts(KERNELS, ".c");
        String portable = texts(KERNELS.resolve("portable"), ".c");
        String check = Files.readString(Checkout.ROOT.resolve("runtime-c/test/kernel_check.c"));
        return List.of(
                new Part<>("a definition: " + below(KERNELS), kernel -> count(sources, definition(kernel)) > 0),
                new Part<>(
                        "a comparison of its sets: runtime-c/test/kernel_check.c",
                        kernel -> count(sources, definition(kernel)) == count(portable, definition(kernel))
                                || check.contains(" " + kernel + "(")));
    }

    @Test
    void noOperatorOfTheFloatGraphLacksAPart() throws IOException {
        assertThat(lacks(operators(Op.class), ofFloats())).isEmpty();
    }

    @Test
    void noOperatorOfTheIntegerGraphLacksAPart() throws IOException {
        assertThat(lacks(operators(IntOp.class), ofIntegers())).isEmpty();
    }

    @Test
    void noDescriptorLacksItsTemplate() {
        assertThat(lacks(operators(CDescriptor.class), ofDescriptors())).isEmpty();
    }

    @Test
    void noKernelLacksADefinitionOrAComparison() throws IOException {
        String header = Files.readString(Checkout.ROOT.resolve("runtime-c/include/thimble/kernels.h"));
        List<String> kernels = ENTRY_POINT
                .matcher(header)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(kernels).isNotEmpty();
        assertThat(lacks(kernels.stream(), ofKernels())).isEmpty();
    }

    /** No part is one that everything has. */
    @Test
    void whatNobodyKnowsLacksEveryPart() throws IOException {
        List<Part<Class<?>>> parts = Stream.of(ofFloats(), ofIntegers(), ofDescriptors())
                .flatMap(List::stream)
                .toList();
        assertThat(lacks(Stream.of(OperatorPartsTest.class), parts)).hasSameSizeAs(parts);
        assertThat(lacks(Stream.of("thimble_unknown_s8"), ofKernels()))
                .containsExactly("thimble_unknown_s8 lacks a definition: runtime-c/src/kernels");
    }

    private static Stream<Graph> randomGraphs() {
        return LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> RandomGraph.of(seed, "m" + seed));
    }

    private static Stream<Class<?>> kinds(Graph graph) {
        return graph.nodes().stream().map(node -> node.op().getClass());
    }

    private static Stream<Class<?>> kinds(IntGraph graph) {
        return graph.nodes().stream().map(node -> node.op().getClass());
    }

    /** With the operators that only a pass makes. */
    private static Graph byChannel(Graph graph) {
        Graph prepared = Pipeline.standard().prepare(graph);
        return Pipeline.ACTIVATIONS_BY_CHANNEL.run(prepared, calibrated(prepared));
    }

    private static IntGraph quantized(Graph graph) {
        Graph prepared = Pipeline.standard().prepare(graph);
        return Quantizer.quantize(prepared, calibrated(prepared));
    }

    private static Calibration calibrated(Graph prepared) {
        List<int[]> inputs = List.of(new int[] {0, 1}, new int[] {1}).stream()
                .filter(ids -> ids.length <= prepared.maxTokens())
                .toList();
        return Calibration.of(prepared, new OrderedExecutor(prepared), inputs);
    }

    private static String template(Class<?> descriptor) {
        try {
            Path file = TEMPLATES.resolve(printed(descriptor) + ".ftl");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern definition(String kernel) {
        return Pattern.compile("\nvoid " + kernel + "\\(");
    }

    private static long count(String text, Pattern pattern) {
        return pattern.matcher(text).results().count();
    }

    /** All files below a folder whose names end so, one after the other. */
    private static String texts(Path folder, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : Checkout.files(folder)) {
            if (file.toString().endsWith(end)) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }

    private static String below(Path path) {
        return Checkout.ROOT.relativize(path).toString();
    }
}
