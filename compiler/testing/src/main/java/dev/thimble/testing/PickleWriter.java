package dev.thimble.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, good ones and others. */
public final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int protocol;

    public PickleWriter(int protocol) {
        this.protocol = protocol;
        op(0x80).op(protocol);
    }

    /** A byte. */
    public PickleWriter op(int code) {
        out.write(code);
        return this;
    }

    /** Bytes as they are. */
    public PickleWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Letters that are instructions, or their arguments. */
    public PickleWriter ops(String codes) {
        return raw(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Text as it is. */
    public PickleWriter utf8(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A string. */
    public PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (protocol >= 4) {
            return op(0x8C).op(bytes.length).raw(bytes);
        }
        return ops("X").raw(little(4).putInt(bytes.length).array()).raw(bytes);
    }

    /** A name, as the protocol writes it. */
    public PickleWriter global(String module, String name) {
        return protocol >= 4 ? text(module).text(name).op(0x93) : ops("c" + module + "\n" + name + "\n");
    }

    /** A whole number. */
    public PickleWriter whole(long number) {
        if (number == (int) number) {
            return ops("J").raw(little(4).putInt((int) number).array());
        }
        return op(0x8A).op(8).raw(little(8).putLong(number).array());
    }

    /** A tuple of whole numbers. */
    public PickleWriter wholes(long... numbers) {
        ops("(");
        for (long number : numbers) {
            whole(number);
        }
        return ops("t");
    }

    /** An empty OrderedDict. */
    public PickleWriter ordered() {
        return global("collections", "OrderedDict").ops(")R");
    }

    /** All of it, with its end. */
    public byte[] end() {
        return ops(".").out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
