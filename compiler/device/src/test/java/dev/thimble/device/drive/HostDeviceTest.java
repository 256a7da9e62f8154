package dev.thimble.device.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.device.FakePackage;
import dev.thimble.device.toolchain.HostArtifacts;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostDeviceTest {
    @TempDir
    static Path folder;

    private static final Patience QUICK = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2));

    private static HostArtifacts built;

    @BeforeAll
    static void build() {
        HostBuild build = new HostBuild(Toolchain.onPath(), FakePackage.installation());
        built = build.build(FakePackage.copyTo(folder), new HostOptions(true, true));
    }

    @Test
    void theLibraryIsBuiltBesideTheExecutable() {
        assertThat(built.library()).isEqualTo(folder.resolve("build/host-sanitize-trace/libfake.a"));
        assertThat(Files.exists(built.library())).isTrue();
    }

    @Test
    void everyByteOfATextArrives() {
        byte[] bytes = new byte[256];
        IntStream.range(0, 256).forEach(at -> bytes[at] = (byte) at);
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            assertThat(device.modelName()).isEqualTo("fake");
            assertThat(device.text(bytes))
                    .isEqualTo(new Answer(
                            0, false, 0, IntStream.range(0, 256).boxed().toList(), List.of(32640, -32640, 256)));
        }
    }

    @Test
    void theLargestIdAndTheEmptyTextArePossible() {
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            assertThat(device.ids(List.of(65535, 0)).logits()).containsExactly(65535, -65535, 2);
            assertThat(device.text(new byte[0]).ids()).isEmpty();
        }
    }

    @Test
    void aLongTextIsCutAndOneThatTheMemoryDoesNotHoldIsRefused() {
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            assertThat(device.text(new byte[4 << 20]).truncated()).isTrue();
            assertThatThrownBy(() -> device.text(new byte[(4 << 20) + 1])).hasMessageContaining("THM-0821");
            assertThat(device.text(new byte[12_289]).ids()).hasSize(512);
        }
    }

    @Test
    void anErrorOfTheModelIsTold() {
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            assertThatThrownBy(() -> device.ids(List.of(9999)))
                    .hasMessage("error[THM-0606]: the host program refused the request i 9999: model-2");
            assertThatThrownBy(() -> device.ids(List.of(65536))).hasMessageEndingWith(": syntax");
            assertThat(device.ids(List.of(1)).label()).isEqualTo(1);
        }
    }

    @Test
    void aTraceTellsEveryValueInOrder() {
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            Trace trace = device.trace(List.of(3, 4));
            assertThat(trace.rows())
                    .containsExactly(
                            new TraceRow("seen", 0, List.of(3, 4)), new TraceRow("logits", 0, List.of(7, -7, 2)));
            assertThat(trace.answer()).isEqualTo(device.ids(List.of(3, 4)));
        }
    }

    @Test
    void theArenaIsTold() {
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            assertThat(device.memory()).isEqualTo(new MemoryUse(0, 0, 1024));
        }
    }

    @Test
    void aProgramThatDiesIsQuoted() {
        try (Device device = HostDevice.start(built.executable(), "fake")) {
            assertThatThrownBy(() -> device.ids(List.of(10000))).hasMessageMatching("(?s).*(THM-0605|THM-0607).*");
        }
    }

    @Test
    void aProgramThatHangsIsGivenUp() {
        List<String> command = List.of(built.executable().toString());
        try (Device device = ProcessDevice.start("the host program", "fake", command, QUICK)) {
            assertThatThrownBy(() -> device.ids(List.of(10001)))
                    .hasMessage("error[THM-0604]: the host program did not answer for 1 s; "
                            + "its last lines: thimble 1 fake ekaf");
        }
    }

    @Test
    void aProgramThatStopsReadingIsGivenUp() {
        try (Device device = script("echo thimble 1 fake; sleep 1000")) {
            assertThatThrownBy(() -> device.text(new byte[1 << 20])).hasMessageContaining("THM-0604");
        }
    }

    @Test
    void aProgramThatTalksWithoutEndIsGivenUp() {
        try (Device device = script("echo thimble 1 fake; read line; while :; do echo v a 0 1 5; sleep 0.2; done")) {
            assertThatThrownBy(() -> device.trace(List.of(1))).hasMessageContaining("THM-0619");
        }
        assertThatThrownBy(() -> script("while :; do echo still booting; sleep 0.2; done"))
                .hasMessageContaining("THM-0619");
        try (Device device = script("echo thimble 1 fake; read line; while :; do echo v a 0 1 5; done")) {
            assertThatThrownBy(() -> device.trace(List.of(1))).hasMessageContaining("THM-0619");
        }
    }

    @Test
    void eachModelOfAProgramAnswersForItself() {
        try (Device first = HostDevice.start(built.executable(), "fake");
                Device second = HostDevice.start(built.executable(), "ekaf")) {
            assertThat(second.modelName()).isEqualTo("ekaf");
            assertThat(first.ids(List.of(97)).logits()).containsExactly(97, -97, 1);
            assertThat(second.ids(List.of(97)).logits()).containsExactly(-97, 97, -1);
            assertThat(second.memory().arena()).isEqualTo(2 * first.memory().arena());
        }
    }

    @Test
    void aProgramOfAnotherPackageIsRefused() {
        assertThatThrownBy(() -> HostDevice.start(built.executable(), "intents"))
                .hasMessageContaining("THM-0620")
                .hasMessageContaining("\"fake\", \"ekaf\" and not \"intents\"");
    }

    private static Device script(String script) {
        return ProcessDevice.start("the script", "fake", List.of("sh", "-c", script), QUICK);
    }

    @Test
    void aProgramWithoutTheProtocolIsRefused() {
        assertThatThrownBy(() -> ProcessDevice.start("true", "fake", List.of("true")))
                .hasMessage("error[THM-0605]: true ended with status 0 before it answered; its last lines: none");
    }

    @ParameterizedTest
    @CsvSource({
        "ok 1 2 0 ids 0 logits 0",
        "ok 1 0 0 ids 2 5 logits 0",
        "ok 1 0 0 ids 0 logits 1 5 6",
        "ok x 0 0 ids 0 logits 0",
        "OK 1 0 0 ids 0 logits 0"
    })
    void aMalformedAnswerIsRefused(String line) {
        assertThatThrownBy(() -> AnswerReader.answer(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestsOutsideOfTheProtocolAreErrors() throws Exception {
        Process process = new ProcessBuilder(built.executable().toString()).start();
        String requests =
                "\nz\nt\nt 6\nt 6G\nt  6\nt\t61\ni1\ni  1\ni 1 \nq1\ns1\nt 61\nu\nu \nu fak\nu fake \nu ekaf\nt 61\nu fake\nt 61\n";
        process.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(output.lines())
                .containsExactly(
                        "thimble 1 fake ekaf",
                        "err unknown",
                        "err unknown",
                        "ok 0 0 0 ids 0 logits 3 0 0 0",
                        "err syntax",
                        "err syntax",
                        "err syntax",
                        "err syntax",
                        "err syntax",
                        "err syntax",
                        "err syntax",
                        "err unknown",
                        "err unknown",
                        "ok 1 0 0 ids 1 97 logits 3 97 -97 1",
                        "err unknown",
                        "err unknown",
                        "err unknown",
                        "err unknown",
                        "ok ekaf",
                        "ok 1 0 0 ids 1 97 logits 3 -97 97 -1",
                        "ok fake",
                        "ok 1 0 0 ids 1 97 logits 3 97 -97 1");
        assertThat(process.waitFor()).isZero();
    }
}
