package dev.thimble.cli.update;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model folder of which some tensors are others. The format of the weights: safetensors, a JSON header behind its length
 * in eight bytes, then all tensors.
 *
 * @param model the folder
 * @param head the folder whose {@code model.safetensors} has the other tensors, of the same names, types and shapes
 */
record OtherHead(Path model, Path head) {
    private static final String WEIGHTS = "model.safetensors";
    private static final List<String> FORM = List.of("dtype", "shape");

    /** A file of weights, its header and where the tensors begin. */
    private static final class Weights {
        private final byte[] bytes;
        private final JsonNode header;
        private final int start;

        Weights(byte[] bytes) throws IOException {
            int length = Math.toIntExact(
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
            this.bytes = bytes;
            this.header = new ObjectMapper().readTree(bytes, Long.BYTES, length);
            this.start = Long.BYTES + length;
        }

        int begin(JsonNode tensor) {
            return start + tensor.path("data_offsets").path(0).intValue();
        }

        int end(JsonNode tensor) {
            return start + tensor.path("data_offsets").path(1).intValue();
        }
    }

    /** Writes the folder with the other tensors into a new one. */
    Path write(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(model)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            Files.write(folder.resolve(WEIGHTS), merged());
            return folder;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    private byte[] merged() throws IOException {
        Weights all = new Weights(Files.readAllBytes(model.resolve(WEIGHTS)));
        Weights other = new Weights(Files.readAllBytes(head.resolve(WEIGHTS)));
        for (Map.Entry<String, JsonNode> tensor : other.header.properties()) {
            if (tensor.getValue().has("data_offsets")) {
                replace(all, tensor.getKey(), other, tensor.getValue());
            }
        }
        return all.bytes;
    }

    private static void replace(Weights all, String name, Weights other, JsonNode tensor) throws IOException {
        JsonNode replaced = all.header.path(name);
        if (!FORM.stream().allMatch(part -> tensor.path(part).equals(replaced.path(part)))) {
            throw new IOException("the tensor " + name + " is not one of the model");
        }
        int begin = other.begin(tensor);
        System.arraycopy(other.bytes, begin, all.bytes, all.begin(replaced), other.end(tensor) - begin);
    }
}
