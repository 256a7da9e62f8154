package dev.thimble.flink.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReaderTest {
    private static final int MOST = 8;

    @TempDir
    private Path folder;

    private void file(String name, byte... bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] journal(String... records) {
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        for (String record : records) {
            CRC32C sum = new CRC32C();
            sum.update(text(record));
            ByteBuffer head = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            head.putInt(record.length()).putInt((int) sum.getValue());
            journal.writeBytes(head.array());
            journal.writeBytes(text(record));
        }
        return journal.toByteArray();
    }

    private static List<String> rest(Input input) {
        List<String> records = new ArrayList<>();
        input.getIterator().forEachRemaining(record -> records.add(new String(record, StandardCharsets.US_ASCII)));
        return records;
    }

    private Input input() {
        return Input.of(0, folder, MOST);
    }

    @Test
    void filesOfAFolderAreReadInTheOrderOfTheirNames() throws IOException {
        file("b.cbor", text("second"));
        file("a.cbor", text("first"));
        file("c.journal", journal("third", "fourth"));
        file("d.cbor", text("last"));
        Files.createDirectory(folder.resolve("e"));
        assertThat(rest(input())).containsExactly("first", "second", "third", "fourth", "last");
    }

    @Test
    void aJournalMayBeAnInputByItself() throws IOException {
        file("one.journal", journal("a", "b"));
        assertThat(rest(Input.of(0, folder.resolve("one.journal"), MOST))).containsExactly("a", "b");
    }

    @Test
    void anInputIsTakenUpWhereItWasLeft() throws IOException {
        file("a.cbor", text("first"));
        file("b.journal", journal("second", "third"));
        file("c.cbor");
        file("d.cbor", text("last"));
        List<String> all = rest(input());
        for (int read = 0; read <= all.size(); read++) {
            RecordReader reader = input().getIterator();
            for (int i = 0; i < read; i++) {
                reader.next();
            }
            // to look whether there is another one moves nothing
            assertThat(reader.hasNext()).isEqualTo(read < all.size());
            Input left = input().getUpdatedSplitForIterator(reader);
            assertThat(rest(left)).isEqualTo(all.subList(read, all.size()));
        }
    }

    @Test
    void ofAFileThatIsTooLongNoMoreIsReadThanShowsThatItIs() throws IOException {
        file("a.cbor", new byte[1 << 20]);
        Iterator<byte[]> reader = input().getIterator();
        assertThat(reader.next()).hasSize(MOST + 1);
        assertThat(reader).isExhausted();
    }

    @Test
    void aJournalEndsBeforeTheFirstEntryThatIsNotWhole() throws IOException {
        byte[] whole = journal("a", "b");
        for (int length = 0; length < whole.length; length++) {
            file("a.journal", Arrays.copyOf(whole, length));
            assertThat(rest(input())).hasSize(length / (whole.length / 2));
        }
    }
}
