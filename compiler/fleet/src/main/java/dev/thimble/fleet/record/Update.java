package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;

/**
 * What a device says in a record: the payload. docs/fleet.md has its one form.
 *
 * @param base digest of the image that it trained from: {@value #BASE_BYTES} bytes
 * @param part digest of the layout of what it trained: {@value #PART_BYTES} bytes
 * @param round in which it did
 * @param examples that it trained on; 1 where masks hide how many
 * @param shift by which its values are scaled: a step is 2^shift parameter units
 * @param content what changed
 */
public record Update(Octets base, Octets part, long round, long examples, long shift, Content content) {
    /** Bytes of the digest of an image. */
    public static final int BASE_BYTES = 32;

    /** Bytes of the digest of a layout. */
    public static final int PART_BYTES = 16;

    private static final int VERSION = 1;
    private static final int BASE = 2;
    private static final int PART = 3;
    private static final int ROUND = 4;
    private static final int EXAMPLES = 5;
    private static final int KIND = 6;
    private static final int SHIFT = 7;
    private static final int VALUES = 8;
    private static final int BITMAP = 9;
    private static final int THIS_VERSION = 1;

    /** The payload's bytes. */
    byte[] bytes() {
        boolean sparse = content instanceof Content.Sparse;
        CborWriter writer = new CborWriter()
                .head(CborWriter.MAP, sparse ? BITMAP : VALUES)
                .unsignedAt(VERSION, THIS_VERSION)
                .octetsAt(BASE, base)
                .octetsAt(PART, part)
                .unsignedAt(ROUND, round)
                .unsignedAt(EXAMPLES, examples)
                .unsignedAt(KIND, content.kind().code())
                .unsignedAt(SHIFT, shift)
                .bytesAt(VALUES, content.bytes());
        if (content instanceof Content.Sparse some) {
            writer.octetsAt(BITMAP, some.bitmap());
        }
        return writer.written();
    }

    /**
     * Reads a payload.
     *
     * @throws Refused for {@link Reason#FORMAT} where the bytes have another form
     */
    static Update parse(byte... bytes) throws Refused {
        CborReader reader = new CborReader(bytes);
        long entries = reader.head(CborWriter.MAP);
        Refused.unless(reader.unsignedAt(VERSION) == THIS_VERSION, Reason.FORMAT);
        Octets base = reader.octetsAt(BASE, BASE_BYTES);
        Octets part = reader.octetsAt(PART, PART_BYTES);
        long round = reader.unsignedAt(ROUND);
        long examples = reader.unsignedAt(EXAMPLES);
        Kind kind = Kind.of(reader.unsignedAt(KIND)).orElseThrow(() -> new Refused(Reason.FORMAT));
        long shift = reader.unsignedAt(SHIFT);
        Refused.unless(entries == (kind == Kind.SPARSE ? BITMAP : VALUES), Reason.FORMAT);
        Content content = content(kind, reader);
        reader.end();
        return new Update(base, part, round, examples, shift, content);
    }

    private static Content content(Kind kind, CborReader reader) throws Refused {
        byte[] values = reader.bytesAt(VALUES);
        return switch (kind) {
            case DENSE -> new Content.Dense(Delta.of(values));
            case SPARSE -> new Content.Sparse(Delta.of(values), Octets.of(reader.bytesAt(BITMAP)));
            case MASKED -> Content.Masked.read(values);
        };
    }
}
