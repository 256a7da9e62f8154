package dev.thimble.frontend;

import dev.thimble.testing.TinyFolder;
import dev.thimble.testing.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders with {@code pytorch_model.bin} in the place of {@code model.safetensors}. */
final class CheckpointFolder {
    private CheckpointFolder() {}

    /** Writes a folder with the same tensors in an archive. */
    static Path write(TinyFolder folder, Path parent) throws IOException {
        return write(folder, parent, TorchFile.of(folder.tensors()).archive(2));
    }

    /** Writes a folder with another file of weights. */
    static Path write(TinyFolder folder, Path parent, byte[] checkpoint) throws IOException {
        Path written = folder.write(Files.createDirectories(parent));
        Files.delete(written.resolve("model.safetensors"));
        Files.write(written.resolve("pytorch_model.bin"), checkpoint);
        return written;
    }
}
