package dev.thimble.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.crypto.params.LMSigParameters;

/**
 * A folder with what a sweep of faults needs: the C of the smallest model, a device, two images, and the packages that
 * bring them: {@code device.bin}, {@code old.bin}, {@code new.bin}, {@code old.suit}, {@code new.suit}.
 *
 * @param folder where they are
 */
record SweptModel(Path folder) {
    /** How the new image comes. */
    enum Way {
        PACKAGE(0),
        OWN(1),
        EITHER(2);

        /** As {@code update_life.h} numbers it. */
        private final int number;

        Way(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private static final Path LIFE = Path.of(System.getProperty("thimble.root"), "runtime-c/test/update_life.c");

    /** Writes them. */
    static SweptModel write(Path folder) throws IOException {
        SmallModel model = new SmallModel();
        for (Map.Entry<String, byte[]> file : model.files("factory").entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        TestSigner signer = TestSigner.of(new Random(4), LMSigParameters.lms_sha256_n32_h5);
        DeviceFolder device = new DeviceFolder(folder, List.of(signer));
        device.write(false);
        SweptModel written = new SweptModel(folder);
        byte[] described = written.bytes("device.bin");
        Files.write(folder.resolve("device.bin"), Arrays.copyOf(described, described.length - 1));
        Files.write(folder.resolve("old.bin"), model.image("old"));
        Files.write(folder.resolve("new.bin"), model.image("new one"));
        device.pack("old.suit", 1, written.bytes("old.bin"));
        device.pack("new.suit", 2, written.bytes("new.bin"));
        return written;
    }

    /** The content of one of the files. */
    byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** The sources of the model, and of the life of a device that has it. */
    List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>(StoreProgram.sourcesIn(folder.resolve("src")));
        sources.add(LIFE);
        return sources;
    }

    /** What they are compiled with. */
    List<String> flags() {
        String name = "thimble_" + SmallModel.NAME;
        return List.of(
                "-I" + folder.resolve("include"),
                "-I" + folder.resolve("src"),
                "-I" + LIFE.getParent(),
                "-DMODEL_HEADER=\"" + SmallModel.NAME + ".h\"",
                "-DMODEL_T=" + name + "_t",
                "-DMODEL_OPEN=" + name + "_open",
                "-DMODEL_SELFTEST=" + name + "_selftest",
                "-DMODEL_ARENA_BYTES=THIMBLE_SMALL_ARENA_BYTES",
                "-DMODEL_FACTORY=" + name + "_factory");
    }
}
