package dev.thimble.device.drive;

import java.util.List;

/**
 * What a device answered to one input.
 *
 * @param label index of the largest logit
 * @param truncated whether the text was longer than the model and was cut
 * @param instructions executed by the model's call, tokenizer included; 0 where nothing counts them
 * @param ids the token ids that were classified
 * @param logits the integer logits
 */
public record Answer(int label, boolean truncated, long instructions, List<Integer> ids, List<Integer> logits) {

    /** Immutable copies. */
    public Answer {
        ids = List.copyOf(ids);
        logits = List.copyOf(logits);
    }
}
