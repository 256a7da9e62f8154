package dev.thimble.backendc.model;

import java.util.List;

/**
 * Everything the templates need to write one model.
 *
 * @param name the model's name, a C identifier
 * @param macro the same in upper case
 * @param labels for each label a C expression: a string literal, or the name of one of the long ones
 * @param longLabels those that are too long for a literal
 * @param maxTokens the longest sequence
 * @param vocabulary number of token ids
 * @param arenaBytes size of the arena
 * @param logits where the logits lie
 * @param logitScale the real value of one step, as a decimal
 * @param logitZeroPoint the integer that stands for 0
 * @param arrays all constants
 * @param loops in order
 */
public record CModel(
        String name,
        String macro,
        List<String> labels,
        List<CText> longLabels,
        int maxTokens,
        int vocabulary,
        long arenaBytes,
        CPointer logits,
        String logitScale,
        int logitZeroPoint,
        List<CArray> arrays,
        List<CLoop> loops) {
    /** Copies the lists. */
    public CModel {
        labels = List.copyOf(labels);
        longLabels = List.copyOf(longLabels);
        arrays = List.copyOf(arrays);
        loops = List.copyOf(loops);
    }
}
