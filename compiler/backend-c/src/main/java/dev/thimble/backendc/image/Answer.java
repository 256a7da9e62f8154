package dev.thimble.backendc.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a model's answer means.
 *
 * @param labels their names, in the order of logits
 * @param logitScale the real value of one step of a logit, as a decimal
 * @param logitZeroPoint the logit that stands for 0
 */
public record Answer(List<String> labels, String logitScale, int logitZeroPoint) {
    /** Copies the list. */
    public Answer {
        labels = List.copyOf(labels);
    }

    /** The scale, and the labels behind it. */
    List<String> texts() {
        return Stream.concat(Stream.of(logitScale), labels.stream()).toList();
    }
}
