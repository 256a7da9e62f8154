package dev.thimble.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The target of the fuzzer, {@code runtime-c/test/fuzz_package.c}, with a fuzzer and without one. Where executions are to
 * be many, {@code fuzz_lms.c} stands in for {@code lms.c}.
 */
final class FuzzProgram {
    private static final Path RUNTIME = Path.of(System.getProperty("thimble.root"), "runtime-c");
    private static final String PORT = "-DTHIMBLE_UPDATE_PORT=\"fuzz_hash.h\"";
    private static final List<String> SANITIZERS =
            List.of("-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");

    private final String compiler;
    private final Path folder;
    private final boolean standIn;

    private FuzzProgram(String compiler, Path folder, boolean standIn) throws IOException {
        this.compiler = compiler;
        this.folder = Files.createDirectories(folder);
        this.standIn = standIn;
    }

    /** {@code fuzz_runs} by gcc, with sanitizers and the fuzzer's hash. */
    static Path checked(Path folder, boolean standIn) throws IOException {
        FuzzProgram program = new FuzzProgram("gcc", folder, standIn);
        List<String> flags = concatenate(List.of("-O1"), SANITIZERS);
        List<Path> objects = program.objects("all", flags, concatenate(program.tried(), target()));
        objects.addAll(program.objects("around", flags, concatenate(program.around(), tests("fuzz_runs"))));
        return program.link("fuzz_runs", List.of("-fsanitize=address,undefined"), objects);
    }

    /** The same with lms.c, and with SHA-256 as devices have it. */
    static Path hashed(Path folder) throws IOException {
        List<String> flags = concatenate(List.of("-O1"), SANITIZERS);
        return StoreProgram.build(folder.resolve("hashed"), flags, concatenate(target(), tests("fuzz_runs")));
    }

    /** The target with libFuzzer, which is told of the edges taken in what is tried, and of nothing else. */
    static Path fuzzer(Path folder, boolean standIn) throws IOException {
        FuzzProgram program = new FuzzProgram("clang", folder, standIn);
        List<String> told = List.of("-O2", "-fsanitize=fuzzer-no-link", "-fno-sanitize-coverage=trace-cmp");
        List<Path> objects = program.objects("tried", concatenate(told, SANITIZERS), program.tried());
        objects.addAll(program.objects("target", List.of("-O2", "-g1", "-fsanitize=address"), target()));
        objects.addAll(program.objects("around", List.of("-O3"), program.around()));
        return program.link("fuzzer", List.of("-fsanitize=fuzzer,address,undefined"), objects);
    }

    /**
     * {@code fuzz_runs} with lms.c, which says which lines of what is tried were executed.
     *
     * @param profile where it says so, at the end of each run
     */
    static Path covered(Path folder, Path profile) throws IOException {
        FuzzProgram program = new FuzzProgram("clang", folder, false);
        List<String> counted = List.of("-O1", "-fprofile-instr-generate=" + profile, "-fcoverage-mapping");
        List<Path> objects = program.objects("tried", counted, program.tried());
        objects.addAll(program.objects(
                "around", List.of("-O2"), concatenate(concatenate(target(), program.around()), tests("fuzz_runs"))));
        return program.link("covered", List.of("-fprofile-instr-generate"), objects);
    }

    private static List<Path> tests(String... names) {
        return Stream.of(names)
                .map(name -> RUNTIME.resolve("test").resolve(name + ".c"))
                .toList();
    }

    private static <T> List<T> concatenate(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** What makes devices and packages, and says what must hold. */
    private static List<Path> target() {
        return tests("fuzz_signer", "fuzz_vendor", "fuzz_recipe", "fuzz_check", "fuzz_reader", "fuzz_package");
    }

    /** The code that is tried. */
    private List<Path> tried() throws IOException {
        List<Path> update = StoreProgram.sourcesIn(RUNTIME.resolve("src/update")).stream()
                .filter(source -> !standIn || !source.endsWith("lms.c"))
                .toList();
        return concatenate(update, StoreProgram.sourcesIn(RUNTIME.resolve("src/store")));
    }

    /** What it stands on. */
    private List<Path> around() {
        List<Path> always = tests("flash_model", "flash_broken", "fuzz_hash");
        return standIn ? concatenate(always, tests("fuzz_lms")) : always;
    }

    private List<Path> objects(String name, List<String> flags, List<Path> sources) throws IOException {
        Path into = Files.createDirectory(folder.resolve(name));
        List<Path> objects = new ArrayList<>();
        for (Path source : sources) {
            Path object = into.resolve(source.getFileName() + ".o");
            List<String> command = new ArrayList<>(List.of(compiler, "-std=c99", "-Wall", "-Wextra", "-Wpedantic"));
            command.addAll(List.of("-Wconversion", "-Wshadow", "-Wstrict-prototypes", "-Werror", PORT));
            command.addAll(flags);
            for (String part : List.of("include", "src/image", "src/update", "src/store", "test")) {
                command.add("-I" + RUNTIME.resolve(part));
            }
            command.addAll(List.of("-c", "-o", object.toString(), source.toString()));
            StoreProgram.run(command, folder);
            objects.add(object);
        }
        return objects;
    }

    private Path link(String name, List<String> flags, List<Path> objects) throws IOException {
        Path program = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of(compiler, "-o", program.toString()));
        command.addAll(flags);
        objects.forEach(object -> command.add(object.toString()));
        StoreProgram.run(command, folder);
        return program;
    }
}
