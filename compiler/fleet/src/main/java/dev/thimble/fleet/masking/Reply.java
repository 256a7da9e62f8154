package dev.thimble.fleet.masking;

/** What a device has to keep, and then says. */
public final class Reply {
    private final Memory memory;
    private final byte[] bytes;

    Reply(Memory memory, byte... bytes) {
        this.memory = memory;
        this.bytes = bytes.clone();
    }

    /** What has to be kept before it is sent. */
    public Memory memory() {
        return memory;
    }

    /** A new array of what is sent. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
