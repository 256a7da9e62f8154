package dev.thimble.core.target;

import java.util.List;
import java.util.Optional;

/** The kernel sets that there are. */
public final class KernelSets {
    /** C for any core. */
    public static final KernelSet PORTABLE = new Portable();

    /** Armv7-M without DSP instructions: one multiply-accumulate at a time, operands by the handful. */
    public static final KernelSet ARMV7M = new Armv7m();

    /** Armv6-M: eight registers to compute with, products of 32 bits, two rows in one of them. */
    public static final KernelSet ARMV6M = new Armv6m();

    /** RISC-V of 32 bits with multiplication: registers for the sums of four rows and two outputs. */
    public static final KernelSet RV32 = new Rv32();

    /** Armv7E-M and Armv8-M with the DSP extension: two 16-bit multiply-accumulates per instruction. */
    public static final KernelSet DSP = new Dsp();

    /** Armv8.1-M with Helium: sixteen 8-bit multiply-accumulates per instruction. */
    public static final KernelSet MVE = new Mve();

    private KernelSets() {}

    /** Every set, the one for any core first. */
    public static List<KernelSet> all() {
        return List.of(PORTABLE, ARMV7M, ARMV6M, RV32, DSP, MVE);
    }

    /** The set of a folder's name, if there is one. */
    public static Optional<KernelSet> named(String folder) {
        return all().stream().filter(set -> set.folder().equals(folder)).findFirst();
    }
}
