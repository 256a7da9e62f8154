package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.update.SweptModel.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An update, by a package or by an image of the device's own, during which power fails or flash errs, at every operation
 * and in every way, once or twice: no device is ever without a model, and each has the new one in the end. Faults 1 to 6
 * of docs/updates.md, and 26 to 28. Every case with {@code -Dthimble.full=true}, some of them without.
 */
class SweepTest {
    private static final Pattern RESULT = Pattern.compile("operations (\\d+) cases (\\d+) lost (\\d+)\\n");
    private static final boolean FULL = Boolean.getBoolean("thimble.full");
    private static final int LAYOUTS = 5;
    private static final int PROCESSES = 2;

    /** Of each layout, how far apart the operations are that are tried where not all of them are. */
    private static final List<Integer> STEPS = List.of(211, 29, 41, 61, 13);

    /** Ways in which an operation goes wrong. */
    private static final int FAULTS = 7;

    @TempDir
    static Path folder;

    private static Path program;
    private static long cases;

    @BeforeAll
    static void build() throws IOException {
        SweptModel model = SweptModel.write(folder);
        List<Path> sources = new ArrayList<>(model.sources());
        sources.add(Path.of(System.getProperty("thimble.root"), "runtime-c/test/update_sweep.c"));
        program = StoreProgram.build(
                folder.resolve("update_sweep"),
                Stream.concat(Stream.of("-O2"), model.flags().stream()).toList(),
                sources);
    }

    static Stream<Arguments> sweeps() {
        return Stream.of(Way.values())
                .flatMap(way -> IntStream.range(0, LAYOUTS)
                        .boxed()
                        .flatMap(layout -> Stream.of(Arguments.of(way, layout, 0), Arguments.of(way, layout, 1))));
    }

    /** Two processes share the operations of each layout; of double faults, the second is spread over all operations. */
    @ParameterizedTest
    @MethodSource("sweeps")
    void noDeviceIsWithoutAModel(Way way, int layout, int faults) throws IOException {
        boolean fewOperations = layout == LAYOUTS - 1;
        int step = FULL ? (faults == 0 || fewOperations ? 1 : 3) : STEPS.get(layout);
        int seconds = faults == 0 ? 0 : FULL ? (fewOperations ? 100 : 12) : 2;
        List<Process> running = new ArrayList<>();
        for (int each = 0; each < PROCESSES; each++) {
            List<Integer> numbers = List.of(layout, 1 + each * step, PROCESSES * step, seconds);
            running.add(StoreProgram.start(command(way, numbers), folder.resolve("log" + each)));
        }
        long tried = 0;
        for (int each = 0; each < PROCESSES; each++) {
            Matcher result = RESULT.matcher(StoreProgram.finish(running.get(each), folder.resolve("log" + each)));
            assertThat(result.matches()).isTrue();
            assertThat(result.group(3)).isEqualTo("0");
            assertThat(Integer.parseInt(result.group(1))).isGreaterThan(60);
            tried += Long.parseLong(result.group(2));
        }
        assertThat(tried).isGreaterThanOrEqualTo(FAULTS);
        cases += tried;
        System.out.println(way + ", layout " + layout + ", " + (faults + 1) + " faults: " + tried + " cases, " + cases
                + " in all, none lost");
    }

    private static List<String> command(Way way, List<Integer> numbers) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), folder.toString(), Integer.toString(way.number())));
        numbers.forEach(number -> command.add(Integer.toString(number)));
        return command;
    }

    @Test
    void aCaseIsReplayed() throws IOException {
        List<String> command = List.of(program.toString(), folder.toString(), "0", "--replay", "4:5:20.3,31.1");
        assertThat(StoreProgram.run(command, folder)).isEmpty();
    }
}
