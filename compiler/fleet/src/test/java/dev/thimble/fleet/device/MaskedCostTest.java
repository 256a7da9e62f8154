package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.analysis.code.StackAnalysis;
import dev.thimble.device.analysis.code.StackUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a masked round costs a Cortex-M4 beside its record, which this prints. */
class MaskedCostTest {
    private static final int MOST_CODE_BYTES = 6_144;
    private static final int MOST_STACK_BYTES = 1_536;

    /** Most instructions of each step among ten devices. */
    private static final Map<String, Long> MOST_INSTRUCTIONS = Map.of(
            "x25519", 4_000_000L,
            "advertise", 8_000_000L,
            "share", 50_000_000L,
            "mask", 90_000_000L,
            "disclose", 50_000_000L);

    @TempDir
    static Path folder;

    private static FleetFirmware firmware;

    @BeforeAll
    static void build() throws IOException {
        firmware = FleetFirmware.build(folder, "mps2-an386", "cohort");
    }

    @Test
    void theCodeIsSmall() {
        int bytes = firmware.tool("size")
                .lines()
                .skip(1)
                .mapToInt(line -> Integer.parseInt(line.strip().split("\\s+", 2)[0]))
                .sum();
        System.out.println("cohort: " + bytes + " bytes of code and constants");
        assertThat(bytes).isBetween(1, MOST_CODE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"advertise", "share", "mask", "disclose"})
    void theStackIsBounded(String call) {
        StackUse use =
                StackAnalysis.of(firmware.toolchain(), firmware.artifacts()).worstCase("thimble_cohort_" + call);
        System.out.println("cohort: " + use.bytes() + " bytes of stack for thimble_cohort_" + call);
        assertThat(use.bytes()).isBetween(1, MOST_STACK_BYTES);
    }

    @Test
    void everyStepTakesSoManyInstructions() {
        List<String> output = firmware.run();
        Map<String, Long> counts = output.stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
        System.out.println("cohort: instructions " + counts);
        assertThat(counts).hasSameSizeAs(MOST_INSTRUCTIONS);
        assertThat(counts).allSatisfy((step, count) -> assertThat(count).isBetween(1L, MOST_INSTRUCTIONS.get(step)));
    }
}
