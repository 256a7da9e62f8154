package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Receipt;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts that the device reads, from memory that ends where they do: those that Java would, and nothing else. */
class ReceiptTest {
    private static final int FORGED = 2_000;
    private static final byte[] SECRET = Octets.sha256((byte) 7).bytes();
    private static final DeviceKey KEY = DeviceKey.of(SECRET);
    private static final Octets DEVICE = Octets.sha256((byte) 8).first(16);
    private static final byte[] RECORD = {1, 2, 3};

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    private static Stream<Optional<Reason>> outcomes() {
        return Stream.concat(
                Stream.of(Optional.empty()), Stream.of(Reason.values()).map(Optional::of));
    }

    private static byte[] sealed(Optional<Reason> refused) {
        return Receipt.of(refused, RECORD).seal(DEVICE, KEY);
    }

    private static String line(byte... message) {
        return line(message, RECORD);
    }

    private static String line(byte[] message, byte... record) {
        return "receipt %s %s %s %s"
                .formatted(DEVICE, Octets.of(SECRET), FleetProgram.hex(message), FleetProgram.hex(record));
    }

    /** What Java reads, as the program says it. */
    private static String read(byte... message) {
        try {
            Receipt receipt = Receipt.open(DEVICE, KEY, message);
            return "%s %d %d"
                    .formatted(
                            receipt.record(),
                            receipt.refused().map(Reason::code).orElse(0),
                            receipt.record().equals(Octets.sha256(RECORD)) ? 1 : 0);
        } catch (Refused e) {
            return String.valueOf(e.reason().code());
        }
    }

    @Test
    void everyOutcomeIsRead() throws IOException {
        List<byte[]> receipts = outcomes().map(ReceiptTest::sealed).toList();
        assertThat(receipts).allMatch(receipt -> receipt.length == 101);
        String digest = Octets.sha256(RECORD).hex();
        assertThat(program.answers(receipts.stream().map(ReceiptTest::line).toList()))
                .isEqualTo(outcomes()
                        .map(refused -> digest + " " + refused.map(Reason::code).orElse(0) + " 1")
                        .toList());
    }

    @Test
    void whatIsOfAnotherRecordSaysNothingOfThisOne() throws IOException {
        assertThat(program.answers(List.of(line(sealed(Optional.empty()), (byte) 1, (byte) 2, (byte) 4))))
                .containsExactly(Octets.sha256(RECORD).hex() + " 0 0");
    }

    @Test
    void whateverIsFlippedCutOffOrAddedIsRefused() throws IOException {
        List<byte[]> damaged = Forged.damaged(sealed(Optional.of(Reason.ROUND)));
        List<String> reasons = damaged.stream().map(ReceiptTest::read).toList();
        assertThat(reasons).allMatch(words -> words.matches("[123]"));
        assertThat(program.answers(damaged.stream().map(ReceiptTest::line).toList()))
                .isEqualTo(reasons);
    }

    /** With the right code over it, what is no receipt is refused by the device where Java refuses it, and read alike. */
    @Test
    void whateverIsUnderTheCodeIsReadAsJavaReadsIt() throws IOException {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < FORGED; i++) {
            byte[] message = Forged.receipt(random, sealed(Optional.empty()), KEY);
            lines.add(line(message));
            expected.add(read(message));
        }
        assertThat(expected).contains("1").anyMatch(words -> words.length() > 1);
        assertThat(program.answers(lines)).isEqualTo(expected);
    }
}
