package dev.thimble.cli.bench;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Writes a Hugging Face folder whose tensors are drawn from a seed. */
final class SeededFolder {
    /** Entries of the tokenizer. */
    static final int VOCABULARY = 512;

    private static final double SMALL = 0.01;

    private final String config;
    private final SplittableRandom random;
    private final SafetensorsWriter weights = new SafetensorsWriter();

    SeededFolder(long seed, String config) {
        this.random = new SplittableRandom(seed);
        this.config = config;
    }

    /** Values of a spread that keeps the variance of what goes through a matrix. */
    void matrix(String name, int rows, int columns) {
        double spread = Math.sqrt(3.0 / columns);
        add(name, () -> random.nextDouble(-spread, spread), rows, columns);
    }

    void linear(String name, int outputs, int inputs) {
        matrix(name + ".weight", outputs, inputs);
        small(name + ".bias", outputs);
    }

    void taps(String name, int outputs, int taps) {
        double spread = Math.sqrt(3.0 / taps);
        add(name + ".weight", () -> random.nextDouble(-spread, spread), outputs, 1, taps);
        small(name + ".bias", outputs);
    }

    void norm(String name, int width) {
        ones(name + ".weight", width);
        small(name + ".bias", width);
    }

    void ones(String name, int width) {
        add(name, () -> 1, width);
    }

    void small(String name, int width) {
        add(name, () -> random.nextDouble(-SMALL, SMALL), width);
    }

    private void add(String name, DoubleSupplier value, long... shape) {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        ByteBuffer bytes = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            bytes.putFloat((float) value.getAsDouble());
        }
        weights.add(name, "F32", Arrays.stream(shape).boxed().toList(), bytes.array());
    }

    /** Writes config.json, model.safetensors and vocab.txt; the folder. */
    Path write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config);
            Files.writeString(folder.resolve("vocab.txt"), vocabulary());
            Files.write(folder.resolve("model.safetensors"), weights.end());
            return folder;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    private static String vocabulary() {
        StringBuilder text = new StringBuilder("[PAD]\n[UNK]\n[CLS]\n[MASK]\n[SEP]\n");
        for (int i = 5; i < VOCABULARY; i++) {
            text.append('w').append(i).append('\n');
        }
        return text.toString();
    }
}
