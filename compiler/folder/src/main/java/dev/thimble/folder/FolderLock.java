package dev.thimble.folder;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two processes, and two threads of one, from writing the same folder at once. The operating system lets go of it
 * when a process ends in whatever way, so that a lock file that was left behind stops nobody. A thread may take it again.
 */
public final class FolderLock implements AutoCloseable {
    private static final String HEAD = "thimble-lock ";
    private static final int ROUNDS = 4;
    private static final int MOST = 4096;
    private static final Map<Path, FolderLock> KNOWN = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock threads = new ReentrantLock();
    private Optional<FileChannel> channel = Optional.empty();

    private FolderLock(Path file) {
        this.file = file;
    }

    /**
     * Waits until the lock is this thread's.
     *
     * @param file is there only while somebody holds the lock, or was killed while doing so
     * @param waiting told once when somebody else has it
     * @throws ThimbleException where something that is no lock stands there
     */
    public static FolderLock take(Path file, Runnable waiting) throws IOException {
        FolderLock lock = KNOWN.computeIfAbsent(file, FolderLock::new);
        if (!lock.threads.tryLock()) {
            waiting.run();
            lock.threads.lock();
        }
        try {
            if (lock.channel.isEmpty()) {
                lock.channel = Optional.of(locked(file, waiting));
            }
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.threads.unlock();
            throw e;
        }
    }

    /** Whoever holds a lock deletes its file, so one that is not there any more under its name locks nothing. */
    private static FileChannel locked(Path file, Runnable waiting) throws IOException {
        Runnable notice = waiting;
        while (true) {
            FileChannel opened = open(file);
            try {
                if (opened.tryLock() == null) {
                    notice.run();
                    notice = () -> {};
                    opened.lock();
                }
                if (isStillThere(opened, file)) {
                    return opened;
                }
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
            opened.close();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        FileChannel opened = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        ByteBuffer head = ByteBuffer.allocate(HEAD.length());
        opened.read(head, 0);
        String found = new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII);
        if (!HEAD.startsWith(found)) {
            opened.close();
            throw new ThimbleException(InputProblem.FILE_IN_THE_WAY.at("", file));
        }
        return opened;
    }

    /**
     * Gives the open file a few random sizes and looks for them under the name. It is not read there: to open a file and
     * close it lets go of all locks that the process has on it.
     */
    private static boolean isStillThere(FileChannel opened, Path file) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            int size = HEAD.length() + 1 + ThreadLocalRandom.current().nextInt(MOST);
            opened.truncate(0).write(ByteBuffer.wrap(HEAD.repeat(size).getBytes(StandardCharsets.US_ASCII), 0, size));
            if (!Files.exists(file) || Files.size(file) != size) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            if (threads.getHoldCount() == 1) {
                release();
            }
        } finally {
            threads.unlock();
        }
    }

    private void release() {
        try (FileChannel held = channel.orElseThrow()) {
            if (isStillThere(held, file)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // a lock file that stays stops nobody
        } finally {
            channel = Optional.empty();
        }
    }
}
