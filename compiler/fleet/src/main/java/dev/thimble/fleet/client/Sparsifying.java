package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Delta;

/** Keeps the largest changes only. */
final class Sparsifying {
    private Sparsifying() {}

    /**
     * The values of the largest magnitude, and 0 in the place of all others. Of equal magnitudes those of the first
     * parameters are kept.
     *
     * @param kept how many, at most
     */
    static Delta largest(Delta delta, int kept) {
        int threshold = threshold(delta, kept);
        int ties = kept - above(delta, threshold);
        byte[] values = new byte[delta.size()];
        for (int i = 0; i < values.length; i++) {
            int magnitude = Math.abs(delta.value(i));
            boolean tie = magnitude == threshold && ties > 0;
            ties -= tie ? 1 : 0;
            values[i] = (byte) (magnitude > threshold || tie ? delta.value(i) : 0);
        }
        return Delta.of(values);
    }

    /** The least magnitude that no more than so many are above. */
    private static int threshold(Delta delta, int kept) {
        int threshold = 0;
        while (above(delta, threshold) > kept) {
            threshold++;
        }
        return threshold;
    }

    private static int above(Delta delta, int threshold) {
        int above = 0;
        for (int i = 0; i < delta.size(); i++) {
            above += Math.abs(delta.value(i)) > threshold ? 1 : 0;
        }
        return above;
    }
}
