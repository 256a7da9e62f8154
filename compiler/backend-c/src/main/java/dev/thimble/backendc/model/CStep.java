package dev.thimble.backendc.model;

import java.util.List;

/**
 * One kernel call.
 *
 * @param value the value it makes, as the graph names it
 * @param symbol the same as a C identifier; the descriptor's name
 * @param descriptor its constants
 * @param inputs what it reads
 * @param output what it writes
 * @param columns a C expression for the columns of what it writes, which for the logits may be the image's labels
 * @param scratch a C expression for the kernel's scratch, NULL where it needs none
 */
public record CStep(
        String value,
        String symbol,
        CDescriptor descriptor,
        List<COperand> inputs,
        COperand output,
        String columns,
        String scratch) {
    /** Copies the list. */
    public CStep {
        inputs = List.copyOf(inputs);
    }
}
