package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.PackageSender;
import dev.thimble.device.drive.Started;
import dev.thimble.device.drive.UpdatableDevice;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.update.wire.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Firmware of {@code build --trust}, which takes updates over the line protocol and starts anew as a reset makes it. */
class UpdatedDeviceTest {
    private static final String NAME = "tiny";
    private static final String BOARD = "mps2-an386";
    private static final int CHUNK = 1000;
    private static final List<Integer> IDS = List.of(2, 5, 3);

    @TempDir
    static Path folder;

    private static Path key;

    @BeforeAll
    static void makeKey() {
        key = folder.resolve("vendor.key");
        Call.succeeding("update", "keygen", key, "--levels", "1", "--heights", "5");
    }

    static Stream<String> boards() {
        return Checkout.boards().boards().stream()
                .filter(board -> board.emulator().isPresent())
                .filter(board -> !board.updateLayers().isEmpty())
                .map(Board::name);
    }

    private static Path compiled(Path out, String board, String... more) {
        Path model = Checkout.fixture("bert-f32-gelu");
        Object[] words = Stream.concat(
                        Stream.of(
                                "compile",
                                model,
                                "--name",
                                NAME,
                                "--board",
                                board,
                                "--calibration",
                                model.resolve("golden.jsonl"),
                                "-o",
                                out),
                        Stream.of(more))
                .toArray();
        Call.succeeding(words);
        return out;
    }

    /** Built once for each board. */
    private static Path built(String board) {
        Path out = folder.resolve(board);
        if (Files.exists(out)) {
            return out;
        }
        compiled(out, board, "--updatable");
        Call.succeeding("build", out, "--trust", key + ".pub", "--vendor", "example.com", "--class", "lamp");
        return out;
    }

    private static Path firmware(Path out, String board) {
        return out.resolve("build").resolve(board).resolve(NAME + ".elf");
    }

    private static UpdatableDevice start(Path out, String board) {
        return EmulatedDevice.start(
                Toolchain.onPath(), Boards.load(Checkout.INSTALLATION).named(board), firmware(out, board), NAME);
    }

    private static byte[] packed(Path image, int sequence) throws IOException {
        Path file = folder.resolve("package.suit");
        Call.succeeding(
                "update",
                "pack",
                image,
                "--key",
                key,
                "--vendor",
                "example.com",
                "--class",
                "lamp",
                "--sequence",
                sequence,
                "-o",
                file);
        return Files.readAllBytes(file);
    }

    /** The image with a weight that its self-test notices; all digests are right. */
    private static Path worse(Path out) throws IOException, NoSuchAlgorithmException {
        byte[] image = Files.readAllBytes(out.resolve(NAME + "_image.bin"));
        int tokenizer = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(136);
        for (int at = tokenizer - 200; at < tokenizer; at++) {
            image[at] ^= 0x55;
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(image, 160, image.length - 160);
        System.arraycopy(digest.digest(), 0, image, 96, 32);
        return Files.write(folder.resolve("worse.bin"), image);
    }

    /** From the factory to a confirmed update, by way of a power failure and of one that nobody confirms. */
    @ParameterizedTest
    @MethodSource("boards")
    void anUpdateIsTakenUpTriedAndKept(String board) throws IOException {
        Path out = built(board);
        byte[] bytes = packed(out, 1);
        try (UpdatableDevice device = start(out, board)) {
            List<Integer> logits = device.ids(IDS).logits();
            assertThat(device.started().slot()).isEqualTo(Started.FACTORY);
            PackageSender sender = new PackageSender(device, CHUNK);
            assertThat(sender.sendUpTo(bytes, bytes.length - 100).reason()).isZero();
            device.restart();
            assertThat(device.started().slot()).isEqualTo(Started.FACTORY);
            PackageSender.Sent again = sender.send(bytes);
            assertThat(again.reason()).isZero();
            assertThat(again.received()).isEqualTo(bytes.length);
            assertThat(again.bytesSent()).isLessThan(bytes.length - 4096);
            device.restart();
            assertThat(device.started()).matches(started -> started.slot() == 0 && started.trial());
            assertThat(device.selfTest().status()).isZero();
            device.restart();
            assertThat(device.started().slot()).as("not confirmed").isEqualTo(Started.FACTORY);
            assertThat(sender.send(bytes).reason()).isZero();
            device.restart();
            assertThat(device.confirm().reason()).isZero();
            device.restart();
            assertThat(device.started()).matches(started -> !started.trial() && started.sequence() == 1);
            assertThat(device.ids(IDS).logits()).isEqualTo(logits);
            assertThat(sender.send(bytes).reason()).isEqualTo(Reason.INSTALLED.code());
        }
    }

    /** Its package is as good as any; nobody has to tell the device. */
    @Test
    void aModelThatFailsItsSelfTestIsGivenUp() throws IOException, NoSuchAlgorithmException {
        Path out = built(BOARD);
        byte[] bytes = packed(worse(out), 5);
        try (UpdatableDevice device = start(out, BOARD)) {
            List<Integer> logits = device.ids(IDS).logits();
            assertThat(new PackageSender(device).send(bytes).reason()).isZero();
            device.restart();
            assertThat(device.started()).matches(started -> started.slot() == Started.FACTORY && !started.trial());
            assertThat(device.ids(IDS).logits()).isEqualTo(logits);
        }
    }

    /** Each line, and what the device answers. */
    @Test
    void requestsThatAreNoneAreAnsweredAsSuch() throws IOException, InterruptedException {
        Path out = built(BOARD);
        List<List<String>> asked = List.of(
                List.of("f 0 00", "ok update 22 0"),
                List.of("e", "ok update 22 0"),
                List.of("f", "err syntax"),
                List.of("f x 00", "err syntax"),
                List.of("f 0", "err syntax"),
                List.of("f 0 ", "err syntax"),
                List.of("f 0 0", "err syntax"),
                List.of("f 0 0g", "err syntax"),
                List.of("f 4294967296 00", "err syntax"),
                List.of("f  0 00", "err syntax"),
                List.of("n", "ok update 0 0"),
                List.of("f 4294967295 00", "ok update 22 0"),
                List.of("f 0 d8", "ok update 0 1"),
                List.of("f 1 00", "ok update 0 2"),
                List.of("f 1 00", "ok update 22 2"),
                List.of("e", "ok update 20 2"),
                List.of("f 2 00", "ok update 20 2"),
                List.of("bb", "err unknown"),
                List.of("n 1", "err unknown"),
                List.of("v", "ok selftest 0 0"),
                List.of("d", "ok update 0 2"),
                List.of("q", "ok bye"));
        Board board = Boards.load(Checkout.INSTALLATION).named(BOARD);
        Process emulator =
                new ProcessBuilder(EmulatedDevice.command(Toolchain.onPath(), board, firmware(out, BOARD))).start();
        try (var requests = emulator.getOutputStream()) {
            for (List<String> each : asked) {
                requests.write((each.get(0) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        String answers = new String(emulator.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(emulator.waitFor()).isZero();
        assertThat(answers.lines().skip(1))
                .containsExactlyElementsOf(
                        asked.stream().map(each -> each.get(1)).toList());
    }

    @Test
    void packagesThatTakeNoUpdatesAreRefusedByName() throws IOException {
        Path linked = Checkout.copy(Shipped.COMPILED, folder.resolve("linked"));
        Path blob = compiled(folder.resolve("blob"), BOARD, "--weights", "blob");
        for (Path out : List.of(linked, blob)) {
            Call call = Call.thimble("build", out, "--trust", key + ".pub", "--vendor", "v", "--class", "c");
            assertThat(call.status()).isEqualTo(2);
            assertThat(call.diagnostics())
                    .singleElement()
                    .asString()
                    .containsPattern("error\\[THM-0918\\]: the package \"\\w+\" takes no updates");
            assertThat(out.resolve("build")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--slot, 100, 2, THM-0921",
        "--device, lamp-7, 2, THM-0912",
        "--trust, KEY, 2, THM-0920",
        "--trust, nowhere.pub, 1, THM-0801",
    })
    void whatNoDeviceCanBeIsRefused(String option, String word, int status, String code) {
        Path out = built(BOARD);
        String value = word.equals("KEY") ? key + ".pub" : word;
        Call call = Call.thimble("build", out, "--trust", key + ".pub", "--vendor", "v", "--class", "c", option, value);
        assertThat(call.status()).as(call.toString()).isEqualTo(status);
        assertThat(call.diagnostics()).singleElement().asString().contains(code);
    }

    @Test
    void theDemonstrationShowsIt() {
        Path out = folder.resolve("demo");
        Call call = Call.succeeding("update", "demo", "-o", out);
        assertThat(call.output())
                .contains("right: 140 of 140, before 137\n")
                .contains("bit-exact with the reference of the new model on 64 vectors\n")
                .contains("12 INSTALLED", "13 OLD", "3 SIGNATURE", "4 MANIFEST", "16 PAYLOAD", "8 PROGRAM");
        assertThat(out.resolve("new-head.suit")).exists().hasSize(4308);
        String pub = out.resolve("demo.key.pub").toString();
        Path oldHead = out.resolve("old-head.suit");
        assertThat(Call.succeeding("update", "verify", oldHead, "--pub", pub, "--image", out.resolve("new-head"))
                        .output())
                .startsWith("accepted");
    }
}
