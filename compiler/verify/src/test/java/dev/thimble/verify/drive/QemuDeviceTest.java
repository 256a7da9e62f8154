package dev.thimble.verify.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.verify.FakePackage;
import dev.thimble.verify.board.Board;
import dev.thimble.verify.board.Boards;
import dev.thimble.verify.toolchain.FirmwareArtifacts;
import dev.thimble.verify.toolchain.FirmwareBuild;
import dev.thimble.verify.toolchain.FirmwareOptions;
import dev.thimble.verify.toolchain.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QemuDeviceTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    static Path folder;

    private static Board board;
    private static FirmwareArtifacts built;

    @BeforeAll
    static void build() {
        board = Boards.load(FakePackage.root()).named("mps2-an386");
        built = new FirmwareBuild(TOOLS, board)
                .build(FakePackage.copyTo(folder), FirmwareOptions.plain().traced());
    }

    @Test
    void allImagesAreMade() throws Exception {
        assertThat(built.elf()).isEqualTo(folder.resolve("build/mps2-an386-trace/fake.elf"));
        assertThat(Files.size(built.bin())).isGreaterThan(1000);
        assertThat(Files.readString(built.hex())).startsWith(":");
        assertThat(Files.readString(built.map())).contains(".thimble_weights");
    }

    @Test
    void fiveHundredLinesPassWithoutLoss() {
        Random random = new Random(1);
        try (Device device = start()) {
            for (int line = 0; line < 500; line++) {
                byte[] text = new byte[random.nextInt(40)];
                random.nextBytes(text);
                List<Integer> bytes = IntStream.range(0, text.length)
                        .mapToObj(at -> Byte.toUnsignedInt(text[at]))
                        .toList();
                assertThat(device.text(text).ids()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aTextOfTenKilobytesPasses() {
        try (Device device = start()) {
            Answer answer = device.text(new byte[10_000]);
            assertThat(answer.truncated()).isTrue();
            assertThat(answer.ids()).hasSize(512);
        }
    }

    @Test
    void instructionsAreCountedExactly() {
        try (Device device = start()) {
            long one = device.ids(List.of(7, 1)).instructions();
            for (int rounds : new int[] {2, 3, 4, 5, 6, 100, 1001, 65535}) {
                long instructions = device.ids(List.of(7, rounds)).instructions();
                assertThat(instructions - one).isEqualTo(2L * (rounds - 1));
            }
        }
    }

    @Test
    void instructionsAreTheSameInEveryBoot() {
        List<Long> first = counts();
        assertThat(first).doesNotContain(0L);
        assertThat(counts()).isEqualTo(first);
    }

    @Test
    void aTraceTellsEveryValue() {
        try (Device device = start()) {
            assertThat(device.trace(List.of(3, 65535)).rows())
                    .containsExactly(
                            new TraceRow("seen", 0, List.of(3, -1)),
                            new TraceRow("logits", 0, List.of(65538, -65538, 2)));
        }
    }

    @Test
    void aFaultIsTold() {
        try (Device device = start()) {
            assertThatThrownBy(() -> device.ids(List.of(10000)))
                    .hasMessage("error[THM-0606]: QEMU (mps2-an386) refused the request i 10000: fault");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 144})
    void aStackThatIsTooSmallIsAFaultAndNotAWrongAnswer(int bytes) {
        FirmwareArtifacts tight = new FirmwareBuild(TOOLS, board)
                .build(
                        FakePackage.copyTo(folder.resolve("stack" + bytes)),
                        FirmwareOptions.plain().withStack(bytes));
        assertThatThrownBy(() -> {
                    try (Device device = QemuDevice.start(TOOLS, board, tight.elf())) {
                        device.ids(List.of(1));
                    }
                })
                .hasMessageMatching("(?s).*(THM-0605|THM-0606).*");
    }

    private static List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        try (Device device = start()) {
            for (int at = 1; at < 50; at++) {
                counts.add(device.ids(List.of(at, at)).instructions());
                counts.add(device.text(new byte[at]).instructions());
            }
        }
        return counts;
    }

    private static Device start() {
        return QemuDevice.start(TOOLS, board, built.elf());
    }
}
