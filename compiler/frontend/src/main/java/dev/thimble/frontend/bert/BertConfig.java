package dev.thimble.frontend.bert;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.frontend.config.ModelConfig;
import java.util.List;

/**
 * A {@code BertForSequenceClassification}.
 *
 * @param vocabularySize rows of the token embedding
 * @param longestSequence rows of the position embedding
 * @param segments rows of the token type embedding
 * @param hidden width of the residual stream
 * @param layers number of encoder layers
 * @param heads attention heads; divides {@code hidden}
 * @param intermediate width of the feed-forward layers
 * @param activation between the two feed-forward layers
 * @param layerNormEpsilon added to the variance
 * @param labels the classes, in the order of the logits
 */
public record BertConfig(
        int vocabularySize,
        int longestSequence,
        int segments,
        int hidden,
        int layers,
        int heads,
        int intermediate,
        ActivationKind activation,
        double layerNormEpsilon,
        List<String> labels)
        implements ModelConfig {
    /** Copies the list. */
    public BertConfig {
        labels = List.copyOf(labels);
    }
}
