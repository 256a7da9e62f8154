package dev.thimble.frontend;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.files.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The digest of a model folder. */
final class Digests {
    private Digests() {}

    /**
     * SHA-256 of the folder's files that are read, in the order of {@link ModelFile}, in lower-case hexadecimal. Before
     * each file's bytes stand its name and its length: {@code config.json 812} and a line feed, so that no byte can
     * move from one file to the next unnoticed.
     */
    static String sha256(Path folder) {
        MessageDigest digest = sha256();
        for (ModelFile file : ModelFile.values()) {
            if (file.isIn(folder)) {
                file.check(folder);
                update(digest, file, folder);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, ModelFile file, Path folder) {
        Path path = file.in(folder);
        try (InputStream in = Files.newInputStream(path)) {
            String head = String.format(Locale.ROOT, "%s %d\n", file.fileName(), Files.size(path));
            digest.update(head.getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        } catch (IOException e) {
            throw new ThimbleException(
                    InputProblem.FILE_UNREADABLE.at(
                            "", file.fileName(), e.getClass().getSimpleName()),
                    e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
