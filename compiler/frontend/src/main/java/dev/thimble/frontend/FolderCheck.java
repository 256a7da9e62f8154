package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.files.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks whether a folder has the files of a model, and says what it has instead. */
final class FolderCheck {
    private static final Set<String> ADAPTERS =
            Set.of("adapter_config.json", "adapter_model.safetensors", "adapter_model.bin");
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl");

    /** Pickles that training leaves beside a model. */
    private static final Set<String> NO_WEIGHTS =
            Set.of("training_args.bin", "optimizer.pt", "scheduler.pt", "rng_state.pth");

    private static final List<String> EXPORTS =
            List.of(".onnx", ".gguf", ".tflite", ".mlmodel", ".ot", "openvino_model.xml");

    private final Path folder;
    private final List<String> names;

    private FolderCheck(Path folder) {
        this.folder = folder;
        this.names = names(folder);
    }

    /** The form of the weights; refuses a folder without configuration or weights. */
    static WeightsForm check(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ThimbleException(ModelProblem.NOT_A_FOLDER.at("", folder));
        }
        FolderCheck check = new FolderCheck(folder);
        Optional<WeightsForm> weights = WeightsForm.in(folder);
        if (weights.isEmpty()) {
            check.refuseOthers();
        }
        check.requireConfig();
        return weights.orElseThrow(
                () -> check.missing(WeightsForm.SAFETENSORS.file().name()));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ThimbleException(
                    InputProblem.FILE_UNREADABLE.at("", folder, e.getClass().getSimpleName()), e);
        }
    }

    private void requireConfig() {
        if (!ModelFile.CONFIG.isIn(folder)) {
            throw missing(ModelFile.CONFIG.fileName());
        }
    }

    private ThimbleException missing(String file) {
        return new ThimbleException(ModelProblem.FILE_MISSING.at(where(), file));
    }

    private String where() {
        return String.valueOf(folder.getFileName());
    }

    private void refuseOthers() {
        first(ADAPTERS::contains, name -> ModelProblem.ADAPTER.at(where(), name));
        first(name -> name.endsWith(".index.json"), ModelProblem.SHARDED::at);
        first(name -> name.equals("tf_model.h5"), name -> from(name, "from_tf=True"));
        first(name -> name.equals("flax_model.msgpack"), name -> from(name, "from_flax=True"));
        first(
                name -> PICKLES.stream().anyMatch(name::endsWith) && !NO_WEIGHTS.contains(name),
                name -> ModelProblem.PICKLED.at(where(), name));
        first(name -> name.endsWith(".safetensors"), this::renamed);
        first(name -> EXPORTS.stream().anyMatch(name::endsWith), name -> ModelProblem.OTHER_WEIGHTS.at(where(), name));
        if (Files.exists(folder.resolve("onnx/model.onnx"))) {
            throw new ThimbleException(ModelProblem.OTHER_WEIGHTS.at(where(), "onnx/model.onnx"));
        }
    }

    private void first(Predicate<String> wanted, Function<String, Diagnostic> diagnostic) {
        Optional<String> found = names.stream().filter(wanted).findFirst();
        found.ifPresent(name -> {
            throw new ThimbleException(diagnostic.apply(name));
        });
    }

    private Diagnostic from(String name, String argument) {
        return ModelProblem.OTHER_WEIGHTS
                .at(where(), name)
                .withHint("in transformers 4: AutoModelForSequenceClassification.from_pretrained(folder, " + argument
                        + ").save_pretrained(folder)");
    }

    private Diagnostic renamed(String name) {
        return ModelProblem.OTHER_WEIGHTS
                .at(where(), name)
                .withHint("if these are the model's weights, name the file model.safetensors");
    }
}
