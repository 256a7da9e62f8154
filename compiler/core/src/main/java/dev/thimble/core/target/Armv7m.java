package dev.thimble.core.target;

import java.util.List;

/** {@link KernelSets#ARMV7M}: two rows cost as much as four. */
final class Armv7m extends RowPairsSet {
    Armv7m() {
        super("armv7m", List.of(KernelSets.PORTABLE));
    }

    @Override
    public Passes productPasses(MatrixLayout layout, int rows) {
        return Passes.withLast(rows, 4);
    }

    @Override
    public Passes attentionPasses(int rows) {
        return Passes.filled(rows, 4);
    }
}
