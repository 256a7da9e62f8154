package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.CompiledOnce;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.Programs;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packages of every kernel set, two of each, in one program: however they are linked, each model computes with the
 * kernels that it was planned for, and under the sanitizers.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SeveralPackagesTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final int OF_EACH_SET = 2;
    private static final long FIRST_SEED = 20;

    /** How a project brings packages together. */
    enum Linkage {
        /** Every C file is one of the project's own. */
        SOURCES,
        /** A static library each. */
        ARCHIVES,
        /** The same the other way round. */
        ARCHIVES_REVERSED,
        /** Of each library every object, as Zephyr links. */
        WHOLE_ARCHIVES,
        /** Every other package as one file. */
        SINGLE_FILES
    }

    @TempDir
    static Path folder;

    private final List<RandomModel> models = new ArrayList<>();

    @BeforeAll
    void compileAll() throws IOException, InterruptedException {
        for (KernelSet kernels : KernelSets.all()) {
            for (int i = 0; i < OF_EACH_SET; i++) {
                models.add(RandomModel.of(FIRST_SEED + models.size(), kernels));
            }
        }
        for (RandomModel model : models) {
            write(folder.resolve(model.name()), model.files(ROOT));
            write(single(model), model.code(ROOT, Constants.LINKED).singleFile());
        }
        Files.writeString(folder.resolve("harness.c"), CBatch.harness(models));
        Files.writeString(folder.resolve("requests.txt"), CBatch.requests(models));
        build("plain", CompiledOnce.SANITIZED);
    }

    private static Path single(RandomModel model) {
        return folder.resolve("single-" + model.name());
    }

    private static void write(Path target, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** Compiles every package to a library, and the program that calls them. */
    private void build(String kind, List<String> flags) throws IOException, InterruptedException {
        for (RandomModel model : models) {
            Path objects = Files.createDirectories(folder.resolve(kind).resolve(model.name()));
            compile(model, flags, objects);
            List<String> archive = new ArrayList<>(List.of("gcc-ar", "rcsD", library(kind, model)));
            archive.addAll(objects(objects));
            Programs.output(objects, archive);
            if (isSingle(model) || kind.equals("plain")) {
                compileSingle(kind, model, flags);
            }
        }
        List<String> program =
                new ArrayList<>(gcc(flags, List.of(folder.resolve("harness.c").toString())));
        program.add("-I" + ROOT.resolve("boards/_harness"));
        models.forEach(model -> program.add("-I" + folder.resolve(model.name()).resolve("include")));
        Programs.output(folder.resolve(kind), program);
    }

    /** Objects for the linker's optimisation are made anew: each has a name within that no other has. */
    private static void compile(RandomModel model, List<String> flags, Path objects)
            throws IOException, InterruptedException {
        if (flags.equals(CompiledOnce.SANITIZED)) {
            CompiledOnce.sanitized(
                            List.of(), List.of(folder.resolve(model.name()).resolve("include")))
                    .objects(objects, sources(model).stream().map(Path::of).toList());
        } else {
            Programs.output(objects, gcc(flags, sources(model)));
        }
    }

    /** Whether it is brought along as one file where some are. */
    private boolean isSingle(RandomModel model) {
        return models.indexOf(model) % 2 == 0;
    }

    private static void compileSingle(String kind, RandomModel model, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(gcc(
                flags,
                List.of(single(model).resolve("src/" + model.name() + ".c").toString())));
        command.add("-I" + single(model).resolve("include"));
        command.addAll(List.of("-o", singleObject(kind, model)));
        Programs.output(folder.resolve(kind), command);
    }

    private static String singleObject(String kind, RandomModel model) {
        return folder.resolve(kind).resolve("single-" + model.name() + ".o").toString();
    }

    private static List<String> gcc(List<String> flags, List<String> sources) {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-O1", "-c"));
        command.addAll(flags);
        command.addAll(sources);
        return command;
    }

    private static String library(String kind, RandomModel model) {
        return folder.resolve(kind).resolve("lib" + model.name() + ".a").toString();
    }

    /** What the README tells users to compile. */
    private static List<String> sources(RandomModel model) throws IOException {
        return list(folder.resolve(model.name()).resolve("src"), ".c");
    }

    private static List<String> objects(Path folder) throws IOException {
        return list(folder, ".o");
    }

    private static List<String> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private List<String> linked(String kind, Linkage linkage) throws IOException {
        List<String> inputs = new ArrayList<>();
        for (RandomModel model : models) {
            inputs.addAll(linked(kind, linkage, model));
        }
        if (linkage == Linkage.ARCHIVES_REVERSED) {
            Collections.reverse(inputs);
        }
        if (linkage == Linkage.WHOLE_ARCHIVES) {
            inputs.add(0, "-Wl,--whole-archive");
            inputs.add("-Wl,--no-whole-archive");
        }
        return inputs;
    }

    private List<String> linked(String kind, Linkage linkage, RandomModel model) throws IOException {
        return switch (linkage) {
            case SOURCES -> objects(folder.resolve(kind).resolve(model.name()));
            case ARCHIVES, ARCHIVES_REVERSED, WHOLE_ARCHIVES -> List.of(library(kind, model));
            case SINGLE_FILES -> List.of(isSingle(model) ? singleObject(kind, model) : library(kind, model));
        };
    }

    private List<String> answers(String kind, Linkage linkage, List<String> flags)
            throws IOException, InterruptedException {
        Path program = folder.resolve(kind + "-" + linkage);
        List<String> link = new ArrayList<>(List.of("gcc", "-O1", "-o", program.toString()));
        link.addAll(flags);
        link.add(folder.resolve(kind).resolve("harness.o").toString());
        link.addAll(linked(kind, linkage));
        Programs.output(folder, link);
        return Programs.output(folder, List.of("sh", "-c", "exec " + program + " < requests.txt"))
                .lines()
                .toList();
    }

    private List<String> expected() {
        return models.stream()
                .flatMap(model -> model.inputs().stream().map(ids -> logits(model, ids)))
                .toList();
    }

    private static String logits(RandomModel model, List<Integer> ids) {
        int[] values = new IntegerExecutor(model.integers())
                .logits(ids.stream().mapToInt(Integer::intValue).toArray());
        return Arrays.stream(values).mapToObj(value -> " " + value).collect(Collectors.joining("", "l", ""));
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void everyModelComputesItsReferencesBits(Linkage linkage) throws IOException, InterruptedException {
        assertThat(answers("plain", linkage, CompiledOnce.SANITIZED)).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOURCES", "ARCHIVES", "ARCHIVES_REVERSED", "SINGLE_FILES"})
    void linkTimeOptimisationChangesNothing(String linkage) throws IOException, InterruptedException {
        List<String> flags = List.of("-flto", "-O2");
        if (Files.notExists(folder.resolve("lto"))) {
            build("lto", flags);
        }
        assertThat(answers("lto", Linkage.valueOf(linkage), flags)).isEqualTo(expected());
    }

    /** The other symbols are the model's: of its name, which no other package in the program has. */
    @Test
    void whatSeveralPackagesDefineIsSharedAndSaysWhichSetItIsOf() throws IOException, InterruptedException {
        for (RandomModel model : models) {
            List<String> symbols = Programs.output(
                            folder, List.of("nm", "--defined-only", "-g", library("plain", model)))
                    .lines()
                    .filter(line -> line.matches("[0-9a-f]+ . \\w+"))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
            String own = ". thimble_" + model.name() + "_\\w+";
            String shared = "[WV] thimble_\\w+_(" + model.schedule().kernels().folder() + "_)?[0-9a-f]{8}";
            assertThat(symbols).isNotEmpty().allMatch(symbol -> symbol.matches(own + "|" + shared));
        }
    }

    @Test
    void aSingleFileDefinesItsInterfaceAndNothingElse() throws IOException, InterruptedException {
        for (RandomModel model : models) {
            List<String> symbols = Programs.output(
                            folder, List.of("nm", "--defined-only", "-g", singleObject("plain", model)))
                    .lines()
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .toList();
            assertThat(symbols)
                    .containsExactlyInAnyOrderElementsOf(Stream.of("init", "run", "classify", "label")
                            .map(function -> "thimble_" + model.name() + "_" + function)
                            .toList());
        }
    }

    /** A kernel that is called by a name that nobody defines is an error of the linker, never another's kernel. */
    @Test
    void noSetHasASymbolOfAnothers() throws IOException, InterruptedException {
        List<List<String>> kernels = new ArrayList<>();
        for (RandomModel model : models) {
            String set = model.schedule().kernels().folder();
            kernels.add(Programs.output(folder, List.of("nm", "--defined-only", "-g", library("plain", model)))
                    .lines()
                    .filter(line -> line.matches("[0-9a-f]+ [WV] thimble_\\w+_" + set + "_[0-9a-f]{8}"))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .toList());
        }
        IntStream.range(0, models.size())
                .forEach(a -> IntStream.range(0, models.size())
                        .filter(b -> models.get(a).schedule().kernels()
                                != models.get(b).schedule().kernels())
                        .forEach(b ->
                                assertThat(kernels.get(a)).isNotEmpty().doesNotContainAnyElementsOf(kernels.get(b))));
    }
}
