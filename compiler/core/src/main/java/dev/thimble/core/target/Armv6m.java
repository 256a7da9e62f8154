package dev.thimble.core.target;

import java.util.List;

/** {@link KernelSets#ARMV6M}. */
final class Armv6m extends RowPairsSet {
    Armv6m() {
        super("armv6m", List.of(KernelSets.ARMV7M, KernelSets.PORTABLE));
    }
}
