package dev.thimble.core.target;

import java.util.List;

/** {@link KernelSets#RV32}. */
final class Rv32 extends RowPairsSet {
    Rv32() {
        super("rv32", List.of(KernelSets.ARMV7M, KernelSets.PORTABLE));
    }
}
