package dev.thimble.update.image;

import dev.thimble.update.wire.Cursor;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts in which a new image differs from an old one, as few bytes of a payload as they can be told in. */
public final class Parts {
    private static final int UNSIGNED = 0;
    private static final int BYTES = 2;
    private static final int ARRAY = 4;

    private Parts() {}

    /**
     * Compares two images. Where it costs fewer bytes to repeat what did not change than to begin another part, two parts
     * are one.
     */
    public static List<Part> between(byte[] old, byte[] next) {
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < next.length; at++) {
            if (at < old.length && old[at] == next[at]) {
                continue;
            }
            Part last = parts.isEmpty() ? new Part(-next.length, 0) : parts.get(parts.size() - 1);
            if (last.bytes() > 0 && at - last.end() <= headBytes(new Part(at, 1))) {
                parts.set(parts.size() - 1, new Part(last.offset(), at + 1 - last.offset()));
            } else {
                parts.add(new Part(at, 1));
            }
        }
        return List.copyOf(parts);
    }

    private static int headBytes(Part part) {
        return Cursor.headBytes(part.offset()) + Cursor.headBytes(part.bytes());
    }

    /** The payload that holds these parts of a new image. */
    public static byte[] payload(List<Part> parts, byte[] next) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(Cursor.head(ARRAY, 2L * parts.size()));
        for (Part part : parts) {
            payload.writeBytes(Cursor.head(UNSIGNED, part.offset()));
            payload.writeBytes(Cursor.head(BYTES, part.bytes()));
            payload.write(next, part.offset(), part.bytes());
        }
        return payload.toByteArray();
    }

    /**
     * The image that results.
     *
     * @param payload parts as {@link #payload} writes them
     * @param old the image that they change
     * @param bytes of the image that results
     * @throws Refusal for {@link Reason#PAYLOAD} where the payload is no list of parts of such an image
     */
    public static byte[] apply(byte[] payload, byte[] old, long bytes) throws Refusal {
        Refusal.unless(bytes <= (long) old.length + payload.length, Reason.PAYLOAD);
        byte[] result = Arrays.copyOf(old, (int) bytes);
        int known = old.length;
        for (Placed placed : read(payload)) {
            Part part = placed.part();
            // behind the old image's end there is nothing that could be left as it was
            Refusal.unless(part.offset() <= known && part.end() <= bytes, Reason.PAYLOAD);
            System.arraycopy(payload, placed.from(), result, part.offset(), part.bytes());
            known = Math.max(known, part.end());
        }
        Refusal.unless(known >= bytes, Reason.PAYLOAD);
        return result;
    }

    /**
     * The parts of a payload.
     *
     * @throws Refusal for {@link Reason#PAYLOAD} where it is no list of parts
     */
    public static List<Part> list(byte[] payload) throws Refusal {
        return read(payload).stream().map(Placed::part).toList();
    }

    private static List<Placed> read(byte[] payload) throws Refusal {
        try {
            return readAll(new Cursor(payload));
        } catch (Refusal e) {
            throw new Refusal(Reason.PAYLOAD);
        }
    }

    private static List<Placed> readAll(Cursor cursor) throws Refusal {
        long items = cursor.head(ARRAY);
        Refusal.unless(items % 2 == 0, Reason.FORMAT);
        List<Placed> parts = new ArrayList<>();
        int free = 0;
        for (long i = 0; i < items; i += 2) {
            long offset = cursor.head(UNSIGNED);
            long bytes = cursor.head(BYTES);
            int from = cursor.skip(bytes);
            Refusal.unless(bytes > 0 && offset >= free && offset <= Integer.MAX_VALUE - bytes, Reason.FORMAT);
            Part part = new Part((int) offset, (int) bytes);
            parts.add(new Placed(part, from));
            free = part.end();
        }
        Refusal.unless(cursor.isAtEnd(), Reason.FORMAT);
        return List.copyOf(parts);
    }

    /**
     * A part in a payload.
     *
     * @param part where its bytes belong
     * @param from where they are in the payload
     */
    private record Placed(Part part, int from) {}
}
