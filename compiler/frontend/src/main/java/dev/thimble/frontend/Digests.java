package dev.thimble.frontend;

import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.weights.TensorStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** The digest of a model folder. */
final class Digests {
    private Digests() {}

    /**
     * SHA-256 of the folder's files that are read, in the order of {@link ModelFile}, and of the tensors by name, in
     * lower-case hexadecimal. Before each file's bytes stand its name and its length: {@code config.json 812} and a line
     * feed, so that no byte can move from one file to the next unnoticed. Tensors count by what they hold, not by the form
     * of the file: the same tensors have the same digest in all.
     */
    static String sha256(Path folder, TensorStore weights) {
        MessageDigest digest = sha256();
        for (ModelFile file : ModelFile.values()) {
            if (file.isIn(folder)) {
                update(digest, file.fileName(), file.read(folder));
            }
        }
        new TreeMap<>(weights.tensors()).forEach((name, tensor) -> {
            update(digest, "tensor", name.getBytes(StandardCharsets.UTF_8));
            head(digest, " " + tensor.dtype() + " " + tensor.shape() + " " + tensor.bytes() + "\n");
            weights.read(name, digest::update);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String name, byte[] bytes) {
        head(digest, name + " " + bytes.length + "\n");
        digest.update(bytes);
    }

    private static void head(MessageDigest digest, String head) {
        digest.update(head.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
