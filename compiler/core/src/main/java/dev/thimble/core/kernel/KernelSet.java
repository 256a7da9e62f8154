package dev.thimble.core.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A family of kernels: a folder below {@code runtime-c/src/kernels}. Where a folder lacks a file another's serves. All sets compute
 * the same bits.
 */
public enum KernelSet {
    /** C for any core. */
    PORTABLE,
    /** Armv7-M without DSP instructions: one multiply-accumulate at a time, operands by the handful. */
    ARMV7M,
    /** Armv7E-M and Armv8-M with the DSP extension: two 16-bit multiply-accumulates per instruction. */
    DSP,
    /** Armv8.1-M with Helium: sixteen 8-bit multiply-accumulates per instruction. */
    MVE;

    /** The folder's name, which is also what a board's description says. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sets whose files serve this one: of several files with one name, that of the earliest set. */
    public List<KernelSet> sources() {
        return switch (this) {
            case PORTABLE -> List.of(PORTABLE);
            case ARMV7M -> List.of(ARMV7M, PORTABLE);
            case DSP -> List.of(DSP, ARMV7M, PORTABLE);
            case MVE -> List.of(MVE, PORTABLE);
        };
    }

    /** Rows that loops take at a time where RAM is not short: what rows share, kernels read or turn once for so many. */
    public int rowsPerBlock() {
        return switch (this) {
            case PORTABLE, ARMV7M -> 4;
            case DSP, MVE -> 16;
        };
    }

    /** Rows that loops take unless more cost little: they may make the arena much larger for a few per cent of time. */
    public int usualRows() {
        return switch (this) {
            case PORTABLE, ARMV7M, DSP -> 4;
            case MVE -> 16;
        };
    }

    /** Whether there are larger blocks than the usual, for when speed is asked for. */
    public boolean hasFasterBlocks() {
        return rowsPerBlock() > usualRows();
    }

    /** Rows that share one reading of a matrix's weights. */
    public int rowsPerReading() {
        return switch (this) {
            case PORTABLE, ARMV7M, DSP -> 4;
            case MVE -> 2;
        };
    }

    /** The set of a folder's name, if there is one. */
    public static Optional<KernelSet> named(String folder) {
        return Stream.of(values()).filter(set -> set.folder().equals(folder)).findFirst();
    }
}
