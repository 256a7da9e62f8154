package dev.thimble.frontend;

import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;

/** The digest of a model folder. */
final class Digests {
    private Digests() {}

    /**
     * SHA-256 of the folder's files that are read, in the order of {@link ModelFile}, and of the tensors that the model
     * computes with, in lower-case hexadecimal. Before each file's bytes stand its name and its length: {@code config.json
     * 812} and a line feed, so that no byte can move from one file to the next unnoticed. A tensor is a line: its name in
     * the architecture, its shape and the digest of its values. So the same weights have the same digest in whatever form
     * of file they come, and under whatever older name.
     */
    static String sha256(Path folder, SortedMap<String, String> tensors) {
        MessageDigest digest = Sha256.begun();
        for (ModelFile file : ModelFile.values()) {
            if (file.isIn(folder)) {
                byte[] bytes = file.read(folder);
                line(digest, file.fileName() + " " + bytes.length);
                digest.update(bytes);
            }
        }
        tensors.forEach((name, values) -> line(digest, name + " " + values));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void line(MessageDigest digest, String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
