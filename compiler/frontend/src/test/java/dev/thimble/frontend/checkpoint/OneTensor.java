package dev.thimble.frontend.checkpoint;

import dev.thimble.testing.TinyFolder.Raw;
import dev.thimble.testing.TorchFile;
import dev.thimble.testing.ZipWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A state dict of one tensor of four elements, {@code x}, in the storage {@code 0}. */
final class OneTensor {
    static final String PICKLE = "archive/data.pkl";
    static final String STORAGE = "archive/data/0";
    static final byte[] ELEMENTS = "four floats, say".getBytes(StandardCharsets.US_ASCII);

    private OneTensor() {}

    static TorchFile file() {
        return TorchFile.of(Map.of("x", new Raw("F32", List.of(4), ELEMENTS)));
    }

    static byte[] pickle() {
        return file().pickle(2, false);
    }

    /** An archive that has the pickle, and to which files may be added. */
    static ZipWriter archive() {
        ZipWriter zip = new ZipWriter();
        zip.add(PICKLE, pickle());
        return zip;
    }

    /** The same with the storage. */
    static ZipWriter whole() {
        ZipWriter zip = archive();
        zip.add(STORAGE, ELEMENTS);
        return zip;
    }
}
