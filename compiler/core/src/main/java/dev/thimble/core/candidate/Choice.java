package dev.thimble.core.candidate;

/**
 * One setting of everything that trades memory for time. None of them changes a result.
 *
 * @param block rows that a loop takes at a time, at least 1
 * @param headByHead whether keys and values are held for one head at a time
 */
public record Choice(int block, boolean headByHead) {
    @Override
    public String toString() {
        return block + (block == 1 ? " row" : " rows") + " at a time" + (headByHead ? ", head by head" : "");
    }
}
