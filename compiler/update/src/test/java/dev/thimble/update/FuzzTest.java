package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader and a store that are sent whatever comes: unsigned, or signed and hostile. {@code runtime-c/test/fuzz_reader.c}
 * and {@code fuzz_package.c} say what must hold. Random changes in every run; with {@code -Dthimble.full=true}
 * libFuzzer, for as many executions as {@code -Dthimble.fuzz} says.
 */
class FuzzTest {
    private static final long EXECUTIONS = Long.getLong("thimble.fuzz", 1_000_000);
    private static final int RANDOM = 20_000;
    private static final int PROCESSES = 2;
    private static final int TRUNCATED = 20;
    private static final int BUSY = 21;
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    @TempDir
    Path folder;

    /** How often each reason was given, 0 where a package was taken. */
    private Map<Integer, Long> reasons(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return StoreProgram.run(command, folder)
                .lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(fields -> Integer.valueOf(fields[0]), fields -> Long.valueOf(fields[1])));
    }

    /** Every reason is given but those for a flash that failed, for bytes behind the end, and for a chunk out of order. */
    @Test
    void randomChangesDoNoHarm() throws IOException {
        Path program = FuzzProgram.checked(folder, false);
        Map<Integer, Long> reasons = reasons(program, "random", Integer.toString(RANDOM));
        assertThat(reasons.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(RANDOM);
        assertThat(Stream.concat(IntStream.rangeClosed(0, 17).boxed(), Stream.of(TRUNCATED, BUSY)))
                .allMatch(reason -> reasons.get(reason) > 0);
    }

    /** What is quick enough for very many executions decides as the check of signatures does. */
    @Test
    void theStandInTakesTheSameSignatures() throws IOException {
        Path one = FuzzProgram.checked(folder.resolve("one"), false);
        Path other = FuzzProgram.checked(folder.resolve("other"), true);
        String runs = Integer.toString(RANDOM / 4);
        assertThat(reasons(other, "random", runs)).isEqualTo(reasons(one, "random", runs));
    }

    @Test
    void theHashOfDevicesServesAsWell() throws IOException {
        assertThat(reasons(FuzzProgram.hashed(folder), "random", "200").get(0)).isPositive();
    }

    /**
     * What libFuzzer thinks of: a quarter with the check of signatures, the rest with its stand-in. It ends with an error
     * and the bytes that it is about as soon as anything does not hold.
     */
    @Test
    @EnabledIfSystemProperty(named = "thimble.full", matches = "true")
    void noBytesDoHarm() throws IOException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        Path program = FuzzProgram.covered(folder.resolve("counted"), folder.resolve("profile"));
        StoreProgram.run(List.of(program.toString(), "seeds", corpus.toString()), folder);
        long checked = fuzz(FuzzProgram.fuzzer(folder.resolve("checked"), false), corpus, EXECUTIONS / 4);
        long quick = fuzz(FuzzProgram.fuzzer(folder.resolve("quick"), true), corpus, EXECUTIONS - EXECUTIONS / 4);
        System.out.println(checked + " executions with the check of signatures, " + quick + " with its stand-in, "
                + "nothing found\n" + coverage(program, corpus));
        assertThat(checked + quick).isGreaterThanOrEqualTo(EXECUTIONS);
    }

    /** Two processes, which share what they find; how many executions there were. */
    private long fuzz(Path fuzzer, Path corpus, long executions) throws IOException {
        List<String> command = List.of(
                fuzzer.toString(),
                "-max_len=2048",
                "-entropic=0",
                "-runs=" + (executions + PROCESSES - 1) / PROCESSES,
                "-print_final_stats=1",
                "-artifact_prefix=" + folder + "/",
                corpus.toString());
        List<Process> running = new ArrayList<>();
        for (int each = 0; each < PROCESSES; each++) {
            running.add(StoreProgram.start(command, folder.resolve("log" + each)));
        }
        long executed = 0;
        for (int each = 0; each < PROCESSES; each++) {
            Matcher matcher = EXECUTED.matcher(StoreProgram.finish(running.get(each), folder.resolve("log" + each)));
            assertThat(matcher.find()).isTrue();
            executed += Long.parseLong(matcher.group(1));
        }
        return executed;
    }

    /** What the corpus executes, by files: llvm-cov's table. */
    private String coverage(Path program, Path corpus) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("these"));
        try (Stream<Path> files = Files.list(corpus)) {
            files.map(Path::toString).forEach(arguments::add);
        }
        assertThat(reasons(program, arguments.toArray(String[]::new))).isNotEmpty();
        String merged = folder.resolve("merged").toString();
        String profile = folder.resolve("profile").toString();
        StoreProgram.run(List.of("llvm-profdata", "merge", "-o", merged, profile), folder);
        return StoreProgram.run(List.of("llvm-cov", "report", program.toString(), "-instr-profile=" + merged), folder);
    }
}
