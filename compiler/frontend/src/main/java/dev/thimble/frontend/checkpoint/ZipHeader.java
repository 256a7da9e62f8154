package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.weights.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads what an archive says of a file, in its directory and before the file. */
final class ZipHeader {
    private static final int CENTRAL = 0x02014B50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int LONG_EXTRA = 1;
    private static final int ENCRYPTED = 0x2041;
    private static final int SIZES_BEHIND = 8;

    /** Absolute, or with a step upwards, the other slash or what terminals act on. */
    private static final Pattern ELSEWHERE = Pattern.compile("^/|(^|/)\\.\\.?(/|$)|[\\\\\\p{Cntrl}]");

    private static final long FULL32 = 0xFFFF_FFFFL;

    private final ByteBuffer bytes;
    private final CheckpointProblems problems;
    private final long dataEnd;

    ZipHeader(ByteBuffer bytes, CheckpointProblems problems, long dataEnd) {
        this.bytes = bytes;
        this.problems = problems;
        this.dataEnd = dataEnd;
    }

    /** Sizes and place of a file, as it is and as it is stored, in the order in which 64 bits replace those of 32 that are full. */
    private record Extent(long length, long stored, long start) {}

    ZipEntry entry(int at, long end) {
        if (at + (long) CENTRAL_BYTES > end || bytes.getInt(at) != CENTRAL) {
            throw problems.archive("its directory is damaged");
        }
        int header = CENTRAL_BYTES + unsigned16(at + 28) + unsigned16(at + 30) + unsigned16(at + 32);
        if (at + (long) header > end) {
            throw problems.archive("its directory is damaged");
        }
        String name = text(at + CENTRAL_BYTES, unsigned16(at + 28));
        checkName(name);
        boolean isStored = (unsigned16(at + 8) & ENCRYPTED) == 0 && unsigned16(at + 10) == 0;
        Extent extent = extent(at, name);
        if (isStored && extent.length() != extent.stored()) {
            throw problems.archive("the file " + Names.quoted(name) + " has two sizes");
        }
        return checked(extent, name, header, isStored, bytes.getInt(at + 16));
    }

    /** Nothing is written to a disk, so no name leads anywhere; one that would elsewhere is refused all the same. */
    private void checkName(String name) {
        if (ELSEWHERE.matcher(name).find()) {
            throw problems.archive("the name " + Names.quoted(name) + " of a file leads out of it");
        }
    }

    private Extent extent(int at, String name) {
        ByteBuffer rest = longNumbers(at + CENTRAL_BYTES + unsigned16(at + 28), unsigned16(at + 30));
        long length = number(unsigned32(at + 24), rest, name);
        long stored = number(unsigned32(at + 20), rest, name);
        return new Extent(length, stored, number(unsigned32(at + 42), rest, name));
    }

    private long number(long short32, ByteBuffer rest, String name) {
        if (short32 != FULL32) {
            return short32;
        }
        if (rest.remaining() < Long.BYTES) {
            throw problems.archive("the file " + Names.quoted(name) + " has no size");
        }
        return rest.getLong();
    }

    private ByteBuffer longNumbers(int from, int length) {
        int at = from;
        int end = from + length;
        while (at + 4 <= end) {
            int size = unsigned16(at + 2);
            if (unsigned16(at) == LONG_EXTRA && at + 4 + size <= end) {
                return bytes.slice(at + 4, size).order(bytes.order());
            }
            at += 4 + size;
        }
        return ByteBuffer.allocate(0);
    }

    /** The file must lie before the directory, behind a header that calls it the same. */
    private ZipEntry checked(Extent extent, String name, int header, boolean isStored, int checksum) {
        long start = extent.start();
        if (start < 0 || start > dataEnd - LOCAL_BYTES || bytes.getInt((int) start) != ZipArchive.LOCAL) {
            throw problems.archive("the file " + Names.quoted(name) + " is not where its directory says");
        }
        int at = (int) start;
        int nameBytes = unsigned16(at + 26);
        long from = start + LOCAL_BYTES + nameBytes + unsigned16(at + 28);
        if (from > dataEnd || extent.stored() < 0 || extent.stored() > dataEnd - from) {
            throw problems.archive("the file " + Names.quoted(name) + " goes beyond its archive");
        }
        checkLocal(extent, name, at, isStored);
        return new ZipEntry(name, at, (int) from, (int) extent.stored(), checksum, isStored, header);
    }

    /** Sizes before a file may be left to what stands behind it, or to 64 bits; what is said there must be the same. */
    private void checkLocal(Extent extent, String name, int at, boolean isStored) {
        int nameBytes = unsigned16(at + 26);
        long stored = unsigned32(at + 18);
        boolean isLeft = (unsigned16(at + 6) & SIZES_BEHIND) != 0 || stored == FULL32;
        boolean isSame = text(at + LOCAL_BYTES, nameBytes).equals(name)
                && (unsigned16(at + 8) == 0 || !isStored)
                && (isLeft || stored == extent.stored());
        if (!isSame) {
            throw problems.archive("the file " + Names.quoted(name) + " is described otherwise where it lies");
        }
    }

    /** Two names of other bytes stay two names. */
    private String text(int at, int length) {
        byte[] name = new byte[length];
        bytes.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private int unsigned16(int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private long unsigned32(int at) {
        return bytes.getInt(at) & FULL32;
    }
}
