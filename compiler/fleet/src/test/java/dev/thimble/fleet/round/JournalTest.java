package dev.thimble.fleet.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.TestFleet;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is left of a journal, what is read of it is what stood at its beginning. */
class JournalTest {
    private static final int MOST = 50;
    private static final int HEAD_BYTES = 8;
    private static final List<Octets> RECORDS = IntStream.range(0, 12)
            .mapToObj(i -> Octets.sha256((byte) i).first(1 + i))
            .toList();

    @TempDir
    Path folder;

    private Path file;
    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("accepted.journal");
        try (Journal journal = Journal.append(file, 0, MOST, Disk.REAL)) {
            for (Octets record : RECORDS) {
                journal.add(record.bytes());
            }
            journal.sync();
        }
        bytes = Files.readAllBytes(file);
    }

    private List<Octets> read(byte... content) throws IOException {
        List<Octets> read = new ArrayList<>();
        long whole = Journal.read(Files.write(file, content), MOST, record -> read.add(Octets.of(record)));
        assertThat(whole)
                .isEqualTo(read.stream()
                        .mapToLong(record -> HEAD_BYTES + record.count())
                        .sum());
        return read;
    }

    /** How many entries end at or before a place. */
    private static int wholeBefore(int place) {
        int count = 0;
        int end = 0;
        for (Octets record : RECORDS) {
            end += HEAD_BYTES + record.count();
            count += end <= place ? 1 : 0;
        }
        return count;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(read(bytes)).isEqualTo(RECORDS);
        assertThat(Journal.read(folder.resolve("none"), MOST, record -> {})).isZero();
    }

    @Test
    void whereverItIsCutTheWholeEntriesStay() throws IOException {
        for (int length = 0; length <= bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length))).isEqualTo(RECORDS.subList(0, wholeBefore(length)));
        }
    }

    @Test
    void whateverBitDiffersTheEntriesBeforeStay() throws IOException {
        for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
            assertThat(read(TestFleet.flipped(bytes, bit))).isEqualTo(RECORDS.subList(0, wholeBefore(bit / Byte.SIZE)));
        }
    }

    /** What a disk may have of blocks that it was not told to keep. */
    @Test
    void whatWasNeverWrittenIsNoEntry() throws IOException {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 200);
        assertThat(read(longer)).isEqualTo(RECORDS);
        new Random(1).ints(200).forEach(i -> longer[bytes.length + Math.floorMod(i, 200)] = (byte) i);
        assertThat(read(longer)).isEqualTo(RECORDS);
    }

    @Test
    void itIsGoneOnWithBehindTheWholeEntries() throws IOException {
        byte[] torn = Arrays.copyOf(bytes, bytes.length - 3);
        Files.write(file, torn);
        try (Journal journal = Journal.append(file, Journal.read(file, MOST, record -> {}), MOST, Disk.REAL)) {
            journal.add(RECORDS.get(11).bytes());
            journal.sync();
        }
        assertThat(file).hasBinaryContent(bytes);
    }
}
