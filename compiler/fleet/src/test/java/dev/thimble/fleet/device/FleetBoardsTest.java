package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every core makes the host's records of the same training: Cortex-M3, M4, M7, M33 and M55. */
class FleetBoardsTest {
    private static final int PARAMETERS = 903;
    private static final int RANDOM_BYTES = 100_000;

    /** Base and part of the task, both zeros. */
    private static final String DIGESTS = "00".repeat(32) + " " + "00".repeat(16);

    @TempDir
    Path folder;

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
    private static List<String> recordsOfTheHost(Path host) throws IOException {
        FleetProgram program = FleetProgram.checked(host);
        Xorshift generator = new Xorshift();
        String change = generator.change();
        String task = " 903 7 4000000 %d 50 %d %d 12 %d " + DIGESTS + " " + generator.hex(16) + " " + generator.hex(32)
                + " 50 ";
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

    @ParameterizedTest
    @ValueSource(strings = {"mps2-an385", "mps2-an386", "mps2-an500", "mps2-an505", "mps3-an547"})
    void everyRecordIsTheHosts(String board) throws IOException {
        List<String> records = FleetFirmware.build(folder, board).run().stream()
                .filter(line -> line.startsWith("record"))
                .map(FleetBoardsTest::bytes)
                .toList();
        assertThat(records).isEqualTo(recordsOfTheHost(folder));
    }
}
