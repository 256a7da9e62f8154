package dev.thimble.artifact.export;

import dev.thimble.artifact.OutFolder;
import dev.thimble.folder.Installation;
import dev.thimble.folder.Replacement;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes exports.
 *
 * @param installation where templates are
 * @param waiting told when another process is writing where this one is to
 */
public record Export(Installation installation, Runnable waiting) {
    /**
     * What was written.
     *
     * @param folder where it is
     * @param files the number of files
     * @param bytes of all of them
     * @param kept where files are kept that came into the folder while it was replaced, if some did
     */
    public record Result(Path folder, int files, long bytes, Optional<Path> kept) {}

    /** Writes a package in another form; the same export takes the place of an earlier one, and of nothing else. */
    public Result write(OutFolder out, ExportKind kind, Path to) {
        String content = "an export of " + out.name() + " as " + kind.word();
        try (Replacement replacement = Replacement.begin(to, content, waiting)) {
            Map<String, byte[]> files = out.files().alone(waiting, () -> kind.files(new Exported(installation, out)));
            Optional<Path> kept = replacement.finish(files);
            long bytes = files.values().stream().mapToLong(file -> file.length).sum();
            return new Result(to, files.size(), bytes, kept);
        }
    }
}
