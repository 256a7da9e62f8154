package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.analysis.code.StackAnalysis;
import dev.thimble.device.analysis.code.StackUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What records cost a Cortex-M4, which this prints. */
class FleetCostTest {
    private static final int MOST_CODE_BYTES = 4_096;
    private static final int MOST_READING_BYTES = 1_280;
    private static final int MOST_STACK_BYTES = 768;

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
        firmware = FleetFirmware.build(folder, "mps2-an386");
        output = firmware.run();
    }

    /** Beside the hash and CBOR, which a device that takes updates has anyhow. */
    @Test
    void theCodeIsSmall() {
        List<Size> sizes = firmware.tool("size").lines().skip(1).map(Size::of).toList();
        assertThat(sizes).allSatisfy(size -> assertThat(size.variables()).isZero());
        int reading = bytes(sizes, true);
        int writing = bytes(sizes, false);
        System.out.println("fleet: " + writing + " bytes of code and constants for records, " + reading
                + " to read tasks and receipts");
        assertThat(writing).isBetween(1, MOST_CODE_BYTES);
        assertThat(reading).isBetween(1, MOST_READING_BYTES);
    }

    private static int bytes(List<Size> sizes, boolean reading) {
        return sizes.stream()
                .filter(size -> size.object().matches(".*/(message|receipt)\\.o.*") == reading)
                .mapToInt(Size::code)
                .sum();
    }

    /** A line of {@code size}. */
    private record Size(int code, int variables, String object) {
        static Size of(String line) {
            String[] words = line.strip().split("\\s+", 6);
            return new Size(
                    Integer.parseInt(words[0]), Integer.parseInt(words[1]) + Integer.parseInt(words[2]), words[5]);
        }
    }

    /** The analysis refuses recursion and calls through pointers. */
    @ParameterizedTest
    @ValueSource(strings = {"clip", "quantize", "add_noise", "keep", "write", "answer", "read", "read_receipt"})
    void theStackIsBounded(String call) {
        StackUse use =
                StackAnalysis.of(firmware.toolchain(), firmware.artifacts()).worstCase("thimble_fleet_" + call);
        System.out.println("fleet: " + use.bytes() + " bytes of stack for thimble_fleet_" + call);
        assertThat(use.bytes()).isBetween(1, MOST_STACK_BYTES);
    }

    /** The hash, CBOR, random bytes; of the C library copies and fills; of the run-time ABI 64-bit division. */
    @Test
    void nothingElseIsForeign() {
        List<String> symbols = firmware.tool("nm").lines().toList();
        Set<String> defined = names(symbols, " T ");
        assertThat(names(symbols, " U ").stream().filter(name -> !defined.contains(name)))
                .allMatch(name -> name.matches("mem(cpy|set|cmp)|thimble_(sha256_\\w+|cbor_\\w+|fleet_random)"
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
}
