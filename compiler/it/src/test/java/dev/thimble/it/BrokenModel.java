package dev.thimble.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** A copy of the shipped model that a test breaks in one place. */
final class BrokenModel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LENGTH = 8;

    private final Path folder;

    BrokenModel(Path folder) throws IOException {
        this.folder = Checkout.copy(Checkout.MODEL, folder);
    }

    Path folder() {
        return folder;
    }

    private Path weights() {
        return folder.resolve("model.safetensors");
    }

    void without(String file) throws IOException {
        Files.delete(folder.resolve(file));
    }

    /** Keeps the first bytes of the weights only. */
    void cutTo(int bytes) throws IOException {
        Files.write(weights(), Arrays.copyOf(Files.readAllBytes(weights()), bytes));
    }

    void headerLength(long claimed) throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
        Files.write(weights(), bytes);
    }

    /** Replaces text of the header by text of the same length. */
    void header(String from, String to) throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        if (from.length() != to.length() || !all.contains(from)) {
            throw new IllegalArgumentException(from + " cannot become " + to);
        }
        Files.write(weights(), all.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Makes the first weight of the first tensor, which is of dtype F16, a NaN. */
    void firstWeightIsNotANumber() throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(LENGTH + (int) buffer.getLong(0), (short) 0x7e00);
        Files.write(weights(), bytes);
    }

    void config(Consumer<ObjectNode> edit) throws IOException {
        edit("config.json", edit);
    }

    /** Adds a token behind the last row of the embedding. */
    void oneTokenMore() throws IOException {
        edit("tokenizer.json", root -> root.withObject("/model/vocab").put("thimbleful", 2000));
    }

    private void edit(String name, Consumer<ObjectNode> edit) throws IOException {
        Path file = folder.resolve(name);
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(file));
        edit.accept(root);
        Files.writeString(file, root.toString());
    }
}
