package dev.thimble.backendc.train;

import dev.thimble.core.target.MatrixLayout;
import java.util.List;

/**
 * Where an image has what devices train.
 *
 * @param matrices in the order of the form
 */
public record TrainedPlaces(List<Place> matrices) {
    /** Copies the list. */
    public TrainedPlaces {
        matrices = List.copyOf(matrices);
    }

    /**
     * The places of a matrix, in bytes from the image's start.
     *
     * @param matrix as the graph names it
     * @param layout of its weights
     */
    public record Place(String matrix, MatrixLayout layout, int weights, int bias, int multipliers) {}
}
