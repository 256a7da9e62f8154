package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.frontend.architecture.Architecture;
import dev.thimble.frontend.config.ConfigObject;
import dev.thimble.frontend.config.KnownKeys;
import dev.thimble.frontend.config.Labels;
import dev.thimble.frontend.config.ModelConfig;
import dev.thimble.frontend.files.Json;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.weights.StoredTensor;
import dev.thimble.frontend.weights.TensorStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads config.json; anything that would change the logits and is not handled is refused by name. */
final class ConfigReader {
    private ConfigReader() {}

    /**
     * Reads one configuration.
     *
     * @param folder holds config.json
     * @param weights tell how many labels there are where config.json does not, and are opened only then
     * @throws dev.thimble.core.diag.ThimbleException THM-0105 and THM-0110 to THM-0117, THM-0801
     */
    static ReadConfig<?> read(Path folder, Supplier<TensorStore> weights) {
        byte[] bytes = ModelFile.CONFIG.read(folder);
        ConfigObject config = new ConfigObject(Json.object(bytes, ConfigObject.FILE, ModelProblem.CONFIG_NOT_JSON));
        return read(config, Architectures.of(config), weights);
    }

    private static <C extends ModelConfig> ReadConfig<C> read(
            ConfigObject config, Architecture<C> architecture, Supplier<TensorStore> weights) {
        KnownKeys.refuseWhatMatters(config, architecture.ownKeys());
        Labels labels = Labels.read(config, () -> rows(architecture, weights.get()));
        C model = architecture.read(config, labels.names());
        List<Diagnostic> warnings = new ArrayList<>(labels.warnings());
        warnings.addAll(KnownKeys.unknown(config, architecture.ownKeys()));
        return new ReadConfig<>(architecture, model, warnings);
    }

    private static Optional<Long> rows(Architecture<?> architecture, TensorStore store) {
        Map<String, StoredTensor> tensors = store.tensors();
        String table = architecture.names(tensors.keySet()).inFile(architecture.labelTable());
        return Optional.ofNullable(tensors.get(table))
                .filter(tensor -> tensor.shape().size() == 2)
                .map(tensor -> tensor.shape().get(0));
    }
}
