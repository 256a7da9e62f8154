package dev.thimble.cli.fit;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The digest of all that the figures of a search depend on, so that no figure is taken for that of another search. */
final class SearchDigest {
    private final MessageDigest digest = Sha256.begun();

    /** Takes a word in: an option, a version. */
    SearchDigest word(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    /** Takes a file's content in; of a folder, that of every file right in it, with its name. */
    SearchDigest content(Path path) {
        try {
            if (Files.isDirectory(path)) {
                for (Path file : files(path)) {
                    word(file.getFileName().toString()).file(file);
                }
            } else {
                file(path);
            }
            return this;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", path, e.toString()), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void file(Path file) throws IOException {
        digest.update((Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    /** In hexadecimal. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
