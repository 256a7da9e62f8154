package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.update.SweptModel.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sweep of {@link SweepTest} on a Cortex-M4 whose core is reset where power fails: 560 cases of packages with {@code
 * -Dthimble.full=true}, of them half with two faults, and 280 of images of the device's own; 35 of each without.
 */
class ResetSweepTest {
    private static final Path TESTS = Path.of(System.getProperty("thimble.root"), "runtime-c/test");
    private static final boolean FULL = Boolean.getBoolean("thimble.full");
    private static final int LAYOUTS = 5;
    private static final int FAULTS = 7;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Pattern RESULT = Pattern.compile("(?m)^cases (\\d+) lost (\\d+) resets (\\d+)$");

    @TempDir
    Path folder;

    private UpdateFirmware firmware(SweptModel model) throws IOException {
        List<Path> sources = new ArrayList<>(model.sources());
        sources.add(TESTS.resolve("flash_model.c"));
        sources.add(TESTS.resolve("update_reset.c"));
        List<String> flags = new ArrayList<>(model.flags());
        flags.add("-DFLASH_MODEL_BLOCK_BYTES=131072");
        return UpdateFirmware.build(Files.createDirectory(folder.resolve("firmware")), sources, flags);
    }

    private Path input(SweptModel model, Way way, int places, int doubles) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (String name : List.of("device.bin", "old.bin", "new.bin", "old.suit", "new.suit")) {
            parts.add(model.bytes(name));
        }
        List<Integer> numbers = new ArrayList<>(List.of(places, doubles));
        parts.forEach(part -> numbers.add(part.length));
        numbers.add(way.number());
        return Files.write(folder.resolve("input.bin"), UpdateFirmware.input(numbers, parts));
    }

    private static int swept(UpdateFirmware firmware, Path input, String what) {
        String output =
                ToolRun.in(input.getParent(), firmware.quick(input), LIMIT).required();
        Matcher result = RESULT.matcher(output);
        assertThat(result.find()).as(output).isTrue();
        System.out.println("on mps2-an386, " + what + ": " + result.group());
        assertThat(result.group(2)).as(output).isEqualTo("0");
        int cases = Integer.parseInt(result.group(1));
        assertThat(Integer.parseInt(result.group(3))).isGreaterThan(cases);
        return cases;
    }

    @Test
    void noDeviceIsWithoutAModel() throws IOException {
        SweptModel model = SweptModel.write(folder);
        UpdateFirmware firmware = firmware(model);
        int places = FULL ? 8 : 1;
        assertThat(swept(firmware, input(model, Way.PACKAGE, places, 0), "a fault"))
                .isEqualTo(places * LAYOUTS * FAULTS);
        if (FULL) {
            assertThat(swept(firmware, input(model, Way.PACKAGE, places / 2, 2), "two faults"))
                    .isEqualTo(places * LAYOUTS * FAULTS);
        }
        assertThat(swept(firmware, input(model, Way.OWN, places, 0), "an image of its own, a fault"))
                .isEqualTo(places * LAYOUTS * FAULTS);
    }
}
