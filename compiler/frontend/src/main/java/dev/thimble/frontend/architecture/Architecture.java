package dev.thimble.frontend.architecture;

import dev.thimble.core.ir.Graph;
import dev.thimble.frontend.config.ConfigObject;
import dev.thimble.frontend.config.ModelConfig;
import java.util.List;
import java.util.Set;

/**
 * A kind of model that is understood: how it is recognised, what its config.json says and what its weights compute.
 *
 * @param <C> what its config.json says
 */
public interface Architecture<C extends ModelConfig> {

    /** The class that config.json names in {@code architectures}. */
    String name();

    /** The {@code model_type} that goes with it, and stands for it where config.json names no class. */
    String modelType();

    /**
     * What config.json says; asks for every key that the graph depends on.
     *
     * @param labels the classes, in the order of the logits
     * @throws dev.thimble.core.diag.ThimbleException for whatever would change the logits and is not handled
     */
    C read(ConfigObject config, List<String> labels);

    /**
     * Keys that mean something else here than in other models' config.json, so that this architecture judges them alone:
     * they are neither refused nor warned of.
     */
    default Set<String> ownKeys() {
        return Set.of();
    }

    /** What the architecture calls the tensors of a file; by default as the file does, without training's wrappers. */
    default TensorNames names(Set<String> inFile) {
        return TensorNames.of(inFile);
    }

    /** Whether a tensor that was not used holds nothing that the architecture computes with. */
    default boolean isHarmless(String tensor) {
        return false;
    }

    /** The tensor with a row for each token id. */
    String tokenTable();

    /** The tensor with a row for each label. */
    default String labelTable() {
        return "classifier.weight";
    }

    /**
     * What the weights compute.
     *
     * @param name the graph's
     * @param config what {@link #read} understood
     * @param weights asked for every tensor that takes part
     * @param maxTokens the longest sequence, from 1 to the configuration's
     */
    Graph lower(String name, C config, Weights weights, int maxTokens);
}
