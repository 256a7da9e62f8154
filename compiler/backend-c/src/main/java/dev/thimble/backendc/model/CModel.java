package dev.thimble.backendc.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything the templates need to write one model.
 *
 * @param name the model's name, a C identifier
 * @param macro the same in upper case
 * @param task what the model is for: the name of a template below {@code c/task}
 * @param labels for each label a C expression: a string literal, or the name of one of the long ones
 * @param longLabels those that are too long for a literal
 * @param labelRoom how many labels an image of its program may have; as many as there are where constants are linked
 * @param maxTokens the longest sequence
 * @param vocabulary number of token ids
 * @param arenaBytes size of the arena
 * @param logits where the logits lie
 * @param logitScale the real value of one step, as a decimal
 * @param logitZeroPoint the integer that stands for 0
 * @param tokenizer the kind of tokenizer: what the functions of the runtime are called by
 * @param structs all constants, one structure for each section that has any, or that of the image
 * @param image what an image has besides them, where constants are not linked but given at run time in one
 * @param loops in order
 * @param trainer what trains a part of it, where devices do
 */
public record CModel(
        String name,
        String macro,
        String task,
        List<String> labels,
        List<CText> longLabels,
        int labelRoom,
        int maxTokens,
        int vocabulary,
        long arenaBytes,
        CPointer logits,
        String logitScale,
        int logitZeroPoint,
        String tokenizer,
        List<CStruct> structs,
        Optional<CImage> image,
        List<CLoop> loops,
        Optional<CTrainer> trainer) {
    /** Copies the lists. */
    public CModel {
        labels = List.copyOf(labels);
        longLabels = List.copyOf(longLabels);
        structs = List.copyOf(structs);
        loops = List.copyOf(loops);
    }

    /** The files of kernels that its steps need, of whichever kernel set: only those are copied into a package. */
    public Set<String> kernelSources() {
        return loops.stream()
                .flatMap(loop -> loop.steps().stream())
                .flatMap(step -> step.descriptor().sources().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The steps whose look-ups go where constants say. */
    public List<CStep> stepsLedByConstants() {
        return loops.stream()
                .flatMap(loop -> loop.steps().stream())
                .filter(step -> step.descriptor().isLedByConstants())
                .toList();
    }

    /** Whether the constants are given at run time. */
    public boolean isLoaded() {
        return image.isPresent();
    }

    /** Whether devices train a part of it. */
    public boolean isTrainable() {
        return trainer.isPresent();
    }

    /** Whether some of what they train can be held while the rest is trained. */
    public boolean isHoldable() {
        return trainer.filter(CTrainer::isHoldable).isPresent();
    }
}
