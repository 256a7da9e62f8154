package dev.thimble.fleet.round;

import dev.thimble.update.key.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** A disk on which so many bytes of journals and steps of other files are done, and the next one ends what is under way. */
final class FailingDisk implements Disk {
    private final Runnable ending;
    private int left;

    private FailingDisk(int left, Runnable ending) {
        this.left = left;
        this.ending = ending;
    }

    /** What a killed process does: nothing more. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The process is killed there. */
    static FailingDisk killing(int left) {
        return new FailingDisk(left, () -> {
            throw new Killed();
        });
    }

    /** The process is killed there, without a word. */
    static FailingDisk halting(int left) {
        return new FailingDisk(left, () -> Runtime.getRuntime().halt(1));
    }

    /** The disk is full there, and stays so. */
    static FailingDisk full(int left) {
        return new FailingDisk(left, () -> {});
    }

    /** Whether there was less to do. */
    boolean isUnused() {
        return left > 0;
    }

    private void end() throws IOException {
        ending.run();
        throw new IOException("No space left on device");
    }

    @Override
    public void after(DurableFile.Step step) throws IOException {
        if (left == 0) {
            end();
        }
        left--;
    }

    @Override
    public WritableByteChannel of(FileChannel journal) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                if (left == 0) {
                    end();
                }
                ByteBuffer some = source.slice(source.position(), Math.min(left, source.remaining()));
                int written = journal.write(some);
                source.position(source.position() + written);
                left -= written;
                return written;
            }

            @Override
            public boolean isOpen() {
                return journal.isOpen();
            }

            @Override
            public void close() throws IOException {
                journal.close();
            }
        };
    }
}
