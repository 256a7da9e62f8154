package dev.thimble.frontend.embbert;

import dev.thimble.frontend.config.ModelConfig;
import java.util.List;

/**
 * An EmbBERT {@code SequenceClassifier} (Bravin et al. 2025, arXiv 2502.10001).
 *
 * @param vocabularySize rows of the token embedding
 * @param longestSequence rows of the position embedding
 * @param hidden width of every layer
 * @param layers number of layers
 * @param reduced width of the embedding tables before expansion
 * @param kernel taps of the convolution
 * @param expansion the convolution has {@code hidden x expansion} outputs
 * @param labels the classes, in the order of the logits
 */
public record EmbBertConfig(
        int vocabularySize,
        int longestSequence,
        int hidden,
        int layers,
        int reduced,
        int kernel,
        int expansion,
        List<String> labels)
        implements ModelConfig {
    /** Copies the list. */
    public EmbBertConfig {
        labels = List.copyOf(labels);
    }
}
