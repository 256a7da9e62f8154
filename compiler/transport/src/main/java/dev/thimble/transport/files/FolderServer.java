package dev.thimble.transport.files;

import dev.thimble.transport.Sent;
import dev.thimble.transport.ServerLink;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A server's way to its devices by files. */
public final class FolderServer implements ServerLink {
    private final Mailbox mailbox;

    /** In a folder that all share. */
    public FolderServer(Path folder) {
        this.mailbox = new Mailbox(folder.toAbsolutePath());
    }

    @Override
    public int openings() {
        return 1;
    }

    @Override
    public void offer(Octets device, byte... message) {
        Mailbox.write(mailbox.task(device), message);
    }

    @Override
    public Optional<Sent> next(Duration patience) {
        return Mailbox.awaited(this::anySent, patience);
    }

    private Optional<Sent> anySent() {
        return mailbox.anyUpdate().flatMap(file -> Mailbox.read(file).map(record -> sent(file, record)));
    }

    private static Sent sent(Path file, byte... record) {
        Octets device = new Octets(file.getParent().getFileName().toString());
        return new Sent(device, record, () -> Mailbox.delete(file));
    }

    @Override
    public void confirm(Octets device, byte... receipt) {
        Mailbox.write(mailbox.receipt(device), receipt);
    }

    @Override
    public void close() {
        // files stay
    }
}
