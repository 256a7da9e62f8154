package dev.thimble.transport.files;

import dev.thimble.transport.DeviceLink;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A device's way to its server by files. */
public final class FolderDevice implements DeviceLink {
    private final Mailbox mailbox;
    private final Octets device;
    private byte[] lastReceipt = {};

    /** In a folder that both share. */
    public FolderDevice(Path folder, Octets device) {
        this.mailbox = new Mailbox(folder.toAbsolutePath());
        this.device = device;
    }

    @Override
    public Optional<byte[]> task() {
        return Mailbox.read(mailbox.task(device));
    }

    @Override
    public void send(byte... record) {
        lastReceipt = new byte[0];
        Mailbox.write(mailbox.update(device, record), record);
    }

    @Override
    public Optional<byte[]> receipt(Duration patience) {
        Optional<byte[]> receipt = Mailbox.awaited(this::newReceipt, patience);
        receipt.ifPresent(bytes -> lastReceipt = bytes);
        return receipt;
    }

    private Optional<byte[]> newReceipt() {
        return Mailbox.read(mailbox.receipt(device)).filter(bytes -> !Arrays.equals(bytes, lastReceipt));
    }

    @Override
    public void close() {
        // files stay
    }
}
