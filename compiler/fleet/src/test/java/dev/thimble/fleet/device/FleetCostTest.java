package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.analysis.thumb.StackAnalysis;
import dev.thimble.device.analysis.thumb.StackUse;
import dev.thimble.fleet.record.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What records cost a Cortex-M4, which this prints, and that its records are those of the host. */
class FleetCostTest {
    private static final int MOST_CODE_BYTES = 4_096;
    private static final int MOST_STACK_BYTES = 768;
    private static final int PARAMETERS = 903;
    private static final int RANDOM_BYTES = 100_000;

    /** Most instructions of each step for a head of 903 parameters; a masked record is of a cohort of ten devices. */
    private static final Map<String, Long> MOST_INSTRUCTIONS = Map.of(
            "clip", 250_000L,
            "quantize", 100_000L,
            "dense", 250_000L,
            "masked", 6_000_000L,
            "noise", 3_000_000L,
            "keep", 150_000L,
            "sparse", 150_000L,
            "answer", 3_500_000L);

    @TempDir
    static Path folder;

    private static FleetFirmware firmware;
    private static List<String> output;

    @BeforeAll
    static void build() throws IOException {
        firmware = FleetFirmware.build(folder);
        output = firmware.run();
    }

    /** Beside the hash and what writes CBOR, which a device that takes updates has anyhow. */
    @Test
    void theCodeIsSmall() {
        int code = 0;
        for (String line : firmware.tool("size").lines().skip(1).toList()) {
            List<Integer> sizes = Stream.of(line.strip().split("\\s+", 4))
                    .limit(3)
                    .map(Integer::valueOf)
                    .toList();
            assertThat(sizes.subList(1, 3)).as("variables of %s", line).containsOnly(0);
            code += sizes.get(0);
        }
        System.out.println("fleet: " + code + " bytes of code and constants");
        assertThat(code).isBetween(1, MOST_CODE_BYTES);
    }

    /** The analysis refuses recursion and calls through pointers. */
    @ParameterizedTest
    @ValueSource(strings = {"clip", "quantize", "add_noise", "keep", "write", "answer"})
    void theStackIsBounded(String call) {
        StackUse use =
                StackAnalysis.of(firmware.toolchain(), firmware.artifacts()).worstCase("thimble_fleet_" + call);
        System.out.println("fleet: " + use.bytes() + " bytes of stack for thimble_fleet_" + call);
        assertThat(use.bytes()).isBetween(1, MOST_STACK_BYTES);
    }

    /** The hash, the head of CBOR, random bytes; of the C library copies and fills; of the run-time ABI 64-bit division. */
    @Test
    void nothingElseIsForeign() {
        List<String> symbols = firmware.tool("nm").lines().toList();
        Set<String> defined = names(symbols, " T ");
        assertThat(names(symbols, " U ").stream().filter(name -> !defined.contains(name)))
                .allMatch(name -> name.matches("mem(cpy|set|cmp)|thimble_(sha256_\\w+|cbor_write_head|fleet_random)"
                        + "|__aeabi_(u?ldivmod|uidiv|idiv|lmul|llsl|llsr)"));
    }

    private static Set<String> names(List<String> symbols, String kind) {
        return symbols.stream()
                .filter(line -> line.contains(kind))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyStepTakesSoManyInstructions() {
        Map<String, Long> counts = output.stream()
                .filter(line -> !line.startsWith("record"))
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
        System.out.println("fleet: instructions " + counts);
        assertThat(counts).hasSameSizeAs(MOST_INSTRUCTIONS);
        assertThat(counts).allSatisfy((step, count) -> assertThat(count).isBetween(1L, MOST_INSTRUCTIONS.get(step)));
    }

    /** The generator of {@code fleet_firmware.c}. */
    private static final class Xorshift {
        private int state = 1;

        int next() {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            return state;
        }

        Xorshift copy() {
            Xorshift copy = new Xorshift();
            copy.state = state;
            return copy;
        }

        /** A change of all parameters. */
        String change() {
            return FleetProgram.hex(Parameters.of(PARAMETERS, i -> next() >> 8).bytes());
        }

        String hex(int count) {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) (next() >>> 24);
            }
            return FleetProgram.hex(bytes);
        }
    }

    /** The records that {@code fleet_firmware.c} makes, in its order. */
    private static List<String> recordsOfTheHost() throws IOException {
        FleetProgram program = FleetProgram.checked(folder);
        Xorshift generator = new Xorshift();
        String change = generator.change();
        String task = " 903 7 4000000 %d 50 %d %d 12 %d " + "00".repeat(48).replaceFirst("(.{64})", "$1 ") + " "
                + generator.hex(16) + " " + generator.hex(32) + " 50 ";
        String peers = IntStream.range(0, 9).mapToObj(i -> generator.hex(48)).collect(Collectors.joining());
        String values = answer(program, "quantize " + answer(program, "clip " + change + " - 4000000") + " 12 4000000");
        String[] noisy = answer(
                        program, "noise " + values + " 20 1 " + generator.copy().hex(RANDOM_BYTES))
                .split(" ", 2);
        generator.hex(Integer.parseInt(noisy[0]));
        String kept = answer(program, "keep " + noisy[1] + " 90").replaceFirst(".* ", "");
        return program.answers(List.of(
                "record" + task.formatted(0, 0, 0, 0) + values + " -",
                "record" + task.formatted(0, 0, 0, 2) + values + " " + peers,
                "record" + task.formatted(90, 0, 0, 1) + kept + " -",
                "answer" + task.formatted(90, 20, 1, 1) + generator.change() + " - - " + generator.hex(RANDOM_BYTES)));
    }

    private static String answer(FleetProgram program, String line) throws IOException {
        return program.answers(List.of(line)).get(0);
    }

    private static String bytes(String line) {
        String[] words = line.substring("record ".length()).split(" ", -1);
        byte[] bytes = new byte[words.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(words[i]);
        }
        return FleetProgram.hex(bytes);
    }

    @Test
    void everyRecordIsTheHosts() throws IOException {
        List<String> records = output.stream()
                .filter(line -> line.startsWith("record"))
                .map(FleetCostTest::bytes)
                .toList();
        records.forEach(record -> System.out.println("fleet: a record of " + record.length() / 2 + " bytes"));
        assertThat(records).isEqualTo(recordsOfTheHost());
    }
}
