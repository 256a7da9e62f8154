package dev.thimble.update.key;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.folder.FolderLock;
import dev.thimble.update.wire.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.generators.HSSKeyPairGenerator;
import org.bouncycastle.crypto.params.HSSKeyGenerationParameters;
import org.bouncycastle.crypto.params.HSSPrivateKeyParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/**
 * A private key in its file. Each signature takes a one-time key, which must never sign anything else: so the file says
 * that it is taken, and is on the disk, before a signature leaves. A crash can waste a one-time key; none is used twice.
 * Two signers wait for each other.
 *
 * <p>Beside the file stands a record of how many one-time keys were taken. An old copy of the file, restored from a backup
 * for instance, falls behind it, and a copy elsewhere has none. That both were copied cannot be known.
 */
public final class SigningKey {
    private static final String RECORD = ".used";
    private static final String PUBLIC = ".pub";
    private static final String LOCK = ".lock";

    private final Path file;
    private final Runnable waiting;
    private final DurableFile.Hook hook;

    private SigningKey(Path file, Runnable waiting, DurableFile.Hook hook) {
        this.file = file;
        this.waiting = waiting;
        this.hook = hook;
    }

    /**
     * The key in a file.
     *
     * @param waiting told when another process signs with it and is waited for
     * @throws ThimbleException where there is no such file
     */
    public static SigningKey at(Path file, Runnable waiting) {
        return at(file, waiting, step -> {});
    }

    static SigningKey at(Path file, Runnable waiting, DurableFile.Hook hook) {
        try {
            // a link's file is what is replaced, not the link
            return new SigningKey(file.toRealPath(), waiting, hook);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }

    /**
     * Makes a key: its file, the record of what it signed, and the public key.
     *
     * @param file of the private key; the others are FILE.used and FILE.pub
     * @param heights of its trees
     * @throws ThimbleException where one of the files is there, or none can be written
     */
    public static PublicKey generate(Path file, Heights heights) {
        Path absolute = file.toAbsolutePath();
        refuseToOverwrite(absolute);
        HSSKeyPairGenerator generator = new HSSKeyPairGenerator();
        generator.init(new HSSKeyGenerationParameters(heights.parameters(), new SecureRandom()));
        HSSPrivateKeyParameters secret =
                (HSSPrivateKeyParameters) generator.generateKeyPair().getPrivate();
        SigningKey key = new SigningKey(absolute, () -> {}, step -> {});
        return key.alone(() -> key.create(KeyState.of(secret)));
    }

    private static void refuseToOverwrite(Path file) {
        for (String ending : List.of("", RECORD, PUBLIC)) {
            Path taken = sibling(file, ending);
            if (Files.exists(taken, LinkOption.NOFOLLOW_LINKS)) {
                throw new ThimbleException(UpdateProblem.KEY_EXISTS.at("", taken));
            }
        }
    }

    private static Path sibling(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** The private key comes last: without it the others are of no use, and with it they are there. */
    private PublicKey create(KeyState state) throws IOException {
        refuseToOverwrite(file);
        Files.write(sibling(file, PUBLIC), state.publicKey().octets().bytes(), StandardOpenOption.CREATE_NEW);
        writeRecord(state.used());
        DurableFile.write(file, state.print(), hook);
        return state.publicKey();
    }

    private void writeRecord(long used) throws IOException {
        byte[] text = (used + "\n").getBytes(StandardCharsets.US_ASCII);
        DurableFile.write(sibling(file, RECORD), text, hook);
    }

    @FunctionalInterface
    private interface Work<T> {
        T done() throws IOException;
    }

    private <T> T alone(Work<T> work) {
        try {
            FolderLock lock = FolderLock.take(sibling(file, LOCK), waiting);
            try {
                return work.done();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new ThimbleException(UpdateProblem.FILE_UNWRITABLE.at("", file, e.toString()), e);
        }
    }

    /**
     * What devices trust.
     *
     * @throws ThimbleException where the file holds no key
     */
    public PublicKey publicKey() {
        return state().publicKey();
    }

    private KeyState state() {
        return KeyState.parse(InputFile.read(file, KeyState.MOST), file);
    }

    /**
     * Signs with the next one-time key.
     *
     * @param message what is signed
     * @return the signature of HSS as RFC 8554 writes it
     * @throws ThimbleException where none is left, where the file is an old copy or alone, or cannot be written
     */
    public byte[] sign(byte[] message) {
        HSSPrivateKeyParameters oneTime = alone(this::take);
        HSSSigner signer = new HSSSigner();
        signer.init(true, oneTime);
        return signer.generateSignature(message);
    }

    private HSSPrivateKeyParameters take() throws IOException {
        KeyState state = state();
        requireNewest(state.used());
        if (state.isExhausted()) {
            throw new ThimbleException(UpdateProblem.KEY_EXHAUSTED.at(file.toString(), state.used()));
        }
        HSSPrivateKeyParameters oneTime = state.take();
        DurableFile.write(file, state.print(), hook);
        // after the key: an end between the two must not make the key look like an old copy
        writeRecord(state.used());
        return oneTime;
    }

    private void requireNewest(long used) {
        Path record = sibling(file, RECORD);
        if (!Files.exists(record)) {
            throw new ThimbleException(UpdateProblem.KEY_RECORD_MISSING.at("", record));
        }
        String text = new String(InputFile.read(record, KeyState.MOST), StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9]{1,18}")) {
            throw new ThimbleException(UpdateProblem.KEY_INVALID.at(record.toString(), "the record is damaged"));
        }
        long recorded = Long.parseLong(text);
        if (used < recorded) {
            throw new ThimbleException(UpdateProblem.KEY_OLD.at(file.toString(), used, recorded));
        }
    }
}
