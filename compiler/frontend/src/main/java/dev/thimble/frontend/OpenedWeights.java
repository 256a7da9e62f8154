package dev.thimble.frontend;

import dev.thimble.frontend.weights.TensorStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The weights of a folder, opened when they are asked for first: what is wrong with the configuration is said before. */
final class OpenedWeights implements Supplier<TensorStore> {
    private final Path folder;
    private final WeightsForm form;
    private Optional<TensorStore> store = Optional.empty();

    OpenedWeights(Path folder, WeightsForm form) {
        this.folder = folder;
        this.form = form;
    }

    @Override
    public TensorStore get() {
        TensorStore opened = store.orElseGet(() -> form.open(folder));
        store = Optional.of(opened);
        return opened;
    }
}
