package dev.thimble.frontend.safetensors;

import static dev.thimble.frontend.weights.Names.quoted;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.files.FolderFile;
import dev.thimble.frontend.weights.StoredTensor;
import dev.thimble.frontend.weights.TensorStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A safetensors file: 8 bytes of little-endian header length, a JSON header, then the tensors' bytes. The file may come
 * from anywhere, so everything the header claims is checked against the file's size before it is used, and no more
 * memory is taken than the file has bytes.
 */
public final class SafetensorsFile implements TensorStore {
    /** The longest header the format allows, in bytes. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = 8;

    private final Path path;
    private final long dataStart;
    private final Map<String, TensorEntry> entries;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(Path path, long dataStart, Map<String, TensorEntry> entries) {
        this.path = path;
        this.dataStart = dataStart;
        this.entries = entries;
        this.tensors = stored(nameOf(path), entries);
    }

    private static Map<String, StoredTensor> stored(String file, Map<String, TensorEntry> entries) {
        return entries.values().stream()
                .collect(Collectors.toUnmodifiableMap(TensorEntry::name, entry -> entry.in(file)));
    }

    /**
     * Reads and checks the header.
     *
     * @throws ThimbleException THM-0105, THM-0137, THM-0138, THM-0120 to THM-0128 for a file that contradicts itself, THM-0801 when it cannot be read
     */
    public static SafetensorsFile open(Path folder, FolderFile file) {
        file.check(folder);
        Path path = file.in(folder);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return open(path, channel);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        String file = nameOf(path);
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new ThimbleException(ModelProblem.SAFETENSORS_CUT.at(
                    file, "it has " + size + " bytes, and its length field alone has 8"));
        }
        long claimed = bytes(channel, 0, LENGTH_BYTES, file).getLong();
        checkHeaderLength(claimed, size, file);
        long dataStart = LENGTH_BYTES + claimed;
        byte[] header =
                bytes(channel, LENGTH_BYTES, Math.toIntExact(claimed), file).array();
        Map<String, TensorEntry> entries = new HeaderReader(file, size - dataStart).read(header);
        checkCovered(entries, size - dataStart, file);
        return new SafetensorsFile(path, dataStart, entries);
    }

    private static void checkHeaderLength(long claimed, long size, String file) {
        if (claimed < 0 || claimed > LONGEST_HEADER) {
            throw new ThimbleException(ModelProblem.SAFETENSORS_HEADER_LENGTH.at(
                    file, Long.toUnsignedString(claimed), "the format allows " + LONGEST_HEADER));
        }
        if (claimed > size - LENGTH_BYTES) {
            throw new ThimbleException(ModelProblem.SAFETENSORS_HEADER_LENGTH.at(
                    file, claimed, "the file has only " + (size - LENGTH_BYTES) + " after the length field"));
        }
    }

    /** Every byte of the data belongs to exactly one tensor: the format forbids holes and overlaps. */
    private static void checkCovered(Map<String, TensorEntry> entries, long dataBytes, String file) {
        List<TensorEntry> inOrder = entries.values().stream()
                .filter(entry -> entry.end() > entry.begin())
                .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
                .toList();
        long reached = 0;
        String last = "";
        for (TensorEntry entry : inOrder) {
            if (entry.begin() < reached) {
                throw new ThimbleException(
                        ModelProblem.SAFETENSORS_OVERLAP.at(file, quoted(last), quoted(entry.name())));
            }
            checkNoGap(reached, entry.begin(), file);
            reached = entry.end();
            last = entry.name();
        }
        checkNoGap(reached, dataBytes, file);
    }

    private static void checkNoGap(long from, long to, String file) {
        if (from < to) {
            throw new ThimbleException(ModelProblem.SAFETENSORS_GAP.at(file, from, to - 1));
        }
    }

    @Override
    public String file() {
        return nameOf(path);
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> blocks) {
        TensorEntry entry = Optional.ofNullable(entries.get(name)).orElseThrow();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at = entry.begin(); at < entry.end(); at += BLOCK) {
                int length = (int) Math.min(BLOCK, entry.end() - at);
                blocks.accept(bytes(channel, dataStart + at, length, file()));
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length, String file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new ThimbleException(
                        ModelProblem.SAFETENSORS_CUT.at(file, "it ends at byte " + (from + buffer.position())));
            }
        }
        return buffer.flip();
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static ThimbleException unreadable(Path path, IOException cause) {
        return new ThimbleException(
                InputProblem.FILE_UNREADABLE.at(
                        "", path.getFileName(), cause.getClass().getSimpleName()),
                cause);
    }
}
