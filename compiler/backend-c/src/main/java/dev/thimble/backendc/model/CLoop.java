package dev.thimble.backendc.model;

import java.util.List;

/**
 * One function of the generated C: steps over blocks of rows.
 *
 * @param index from 0
 * @param allRows whether it goes over all rows or computes row 0 only
 * @param trained whether devices train what it computes, which comes behind everything else
 * @param block rows at a time
 * @param usesImage whether a step reads constants of the image
 * @param usesIds whether a step reads the token ids
 * @param usesTokens whether a step reads the number of tokens
 * @param pointers where the values lie
 * @param steps in order
 */
public record CLoop(
        int index,
        boolean allRows,
        boolean trained,
        int block,
        boolean usesImage,
        boolean usesIds,
        boolean usesTokens,
        List<CPointer> pointers,
        List<CStep> steps) {
    /** Copies the lists. */
    public CLoop {
        pointers = List.copyOf(pointers);
        steps = List.copyOf(steps);
    }
}
