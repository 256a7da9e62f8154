package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.weights.Names;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * An archive as {@code torch.save} writes it: nothing compressed, nothing encrypted, no comment, no two files in the same
 * bytes (APPNOTE.TXT 6.3, sections 4.3 and 4.5.3). The directory at its end is what counts; what stands before a file must
 * agree with it.
 */
final class ZipArchive {
    /** The signature before a file. */
    static final int LOCAL = 0x04034B50;

    private static final int END = 0x06054B50;
    private static final int END64 = 0x06064B50;
    private static final int LOCATOR64 = 0x07064B50;
    private static final int END_BYTES = 22;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR64_BYTES = 20;
    private static final long FULL32 = 0xFFFF_FFFFL;

    private final ByteBuffer bytes;
    private final CheckpointProblems problems;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    private ZipArchive(ByteBuffer bytes, CheckpointProblems problems) {
        this.bytes = bytes;
        this.problems = problems;
    }

    /** Where the directory lies. */
    private record Directory(long from, long to) {}

    static ZipArchive of(ByteBuffer bytes, CheckpointProblems problems) {
        ZipArchive archive = new ZipArchive(bytes, problems);
        archive.readDirectory();
        return archive;
    }

    /** What its files are called; none twice. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    private void readDirectory() {
        Directory directory = directory();
        ZipHeader headers = new ZipHeader(bytes, problems, directory.from());
        for (long at = directory.from(); at < directory.to(); ) {
            ZipEntry entry = headers.entry((int) at, directory.to());
            if (entries.put(entry.name(), entry) != null) {
                throw problems.archive("it has the file " + Names.quoted(entry.name()) + " twice");
            }
            at += entry.headerBytes();
        }
        checkApart();
    }

    /** A file by its name, empty when there is none. */
    Optional<ByteBuffer> file(String name) {
        return Optional.ofNullable(entries.get(name)).map(this::data);
    }

    private ByteBuffer data(ZipEntry entry) {
        if (!entry.isStored()) {
            String what = "the file " + Names.quoted(entry.name()) + " is compressed or encrypted";
            throw problems.archive(what + ", which torch.save never does");
        }
        ByteBuffer data = bytes.slice(entry.from(), entry.length()).order(ByteOrder.LITTLE_ENDIAN);
        checkSum(entry, data.duplicate());
        return data;
    }

    private void checkSum(ZipEntry entry, ByteBuffer data) {
        CRC32 sum = new CRC32();
        sum.update(data);
        if ((int) sum.getValue() != entry.checksum()) {
            throw problems.archive("the file " + Names.quoted(entry.name()) + " is damaged: its checksum is another");
        }
    }

    private void checkApart() {
        List<ZipEntry> inOrder = entries.values().stream()
                .sorted(Comparator.comparingInt(ZipEntry::start))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            ZipEntry before = inOrder.get(i - 1);
            if (inOrder.get(i).start() < before.from() + before.length()) {
                throw problems.archive("the files " + Names.quoted(before.name()) + " and "
                        + Names.quoted(inOrder.get(i).name()) + " lie in the same bytes");
            }
        }
    }

    private Directory directory() {
        int end = bytes.limit() - END_BYTES;
        if (end < 0 || bytes.getInt(end) != END || bytes.getShort(end + 20) != 0) {
            throw problems.archive("it does not end with the end of its directory");
        }
        int locator = end - LOCATOR64_BYTES;
        boolean isLong = locator >= 0 && bytes.getInt(locator) == LOCATOR64;
        long size = unsigned32(end + 12);
        long from = unsigned32(end + 16);
        return isLong ? directory64(locator, size, from) : checked(from, size, end);
    }

    /** Numbers of 64 bits stand in a record of their own; those of 32 must agree, unless they are full. */
    private Directory directory64(int locator, long size, long from) {
        long at = bytes.getLong(locator + 8);
        if (at < 0 || at != (long) locator - END64_BYTES || bytes.getInt((int) at) != END64) {
            throw problems.archive("the long end of its directory is not where it must be");
        }
        long size64 = bytes.getLong((int) at + 40);
        long from64 = bytes.getLong((int) at + 48);
        if ((size != FULL32 && size != size64) || (from != FULL32 && from != from64)) {
            throw problems.archive("its two ends tell different directories");
        }
        return checked(from64, size64, (int) at);
    }

    private Directory checked(long from, long size, int end) {
        if (from < 0 || from > end || size != end - from) {
            throw problems.archive("its directory is not before its end");
        }
        return new Directory(from, end);
    }

    private long unsigned32(int at) {
        return bytes.getInt(at) & FULL32;
    }
}
