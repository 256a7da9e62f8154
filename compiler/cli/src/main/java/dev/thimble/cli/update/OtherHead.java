package dev.thimble.cli.update;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.frontend.safetensors.SafetensorsWriter;
import dev.thimble.frontend.weights.StoredTensor;
import dev.thimble.frontend.weights.TensorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model folder of which some tensors are others.
 *
 * @param model the folder
 * @param head the folder whose weights are the other tensors, of the same names and shapes
 */
record OtherHead(Path model, Path head) {
    /** How the names of files with weights end. */
    private static final List<String> WEIGHTS = List.of(".safetensors", ".bin", ".index.json");

    /** Writes the folder with the other tensors into a new one. */
    Path write(Path folder) {
        byte[] weights = merged(ModelFolder.weights(model), ModelFolder.weights(head));
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(model)) {
                for (Path file : files.filter(OtherHead::isNoWeights).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            Files.write(folder.resolve("model.safetensors"), weights);
            return folder;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    private static boolean isNoWeights(Path file) {
        return WEIGHTS.stream().noneMatch(String.valueOf(file.getFileName())::endsWith);
    }

    private static byte[] merged(TensorStore all, TensorStore other) {
        other.tensors().forEach((name, tensor) -> checkSame(all, name, tensor));
        SafetensorsWriter out = new SafetensorsWriter();
        Map<String, StoredTensor> tensors = new TreeMap<>(all.tensors());
        tensors.putAll(other.tensors());
        tensors.forEach((name, tensor) -> {
            TensorStore from = other.tensors().containsKey(name) ? other : all;
            out.add(name, tensor.dtype(), tensor.shape(), from.elements(name));
        });
        return out.end();
    }

    private static void checkSame(TensorStore all, String name, StoredTensor tensor) {
        StoredTensor replaced = Optional.ofNullable(all.tensors().get(name))
                .orElseThrow(() -> new ThimbleException(ModelProblem.TENSOR_MISSING.at(all.file(), name)));
        if (!tensor.shape().equals(replaced.shape())) {
            throw new ThimbleException(
                    ModelProblem.TENSOR_SHAPE.at(tensor.file(), name, tensor.shape(), replaced.shape()));
        }
    }
}
