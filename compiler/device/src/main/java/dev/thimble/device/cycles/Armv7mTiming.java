package dev.thimble.device.cycles;

import java.util.Collections;
import java.util.Optional;

/**
 * Cores whose loads overlap: Arm 100166 (Cortex-M4), table 3-1 and "Load/store timings", and DDI 0337 (Cortex-M3), the same.
 *
 * @param multiplyAdd cycles of MLA
 * @param longMultiply of a product of 64 bits; where they follow from its factors, their middle
 * @param longMultiplyAdd of one that is added to 64 bits
 */
record Armv7mTiming(int multiplyAdd, int longMultiply, int longMultiplyAdd) implements CoreTiming {
    /** 3 to 5 and 4 to 7 cycles of long products. */
    static final Armv7mTiming CORTEX_M3 = new Armv7mTiming(2, 4, 5);

    /** All products take one cycle. */
    static final Armv7mTiming CORTEX_M4 = new Armv7mTiming(1, 1, 1);

    /** 2 to 12 by the manuals. */
    private static final int DIVISION = 8;

    private static final int FLOAT_DIVISION = 14;

    /** A load, and an addition of what was loaded. */
    private static final int TABLE = 3;

    /** P: the pipeline fills again; 1 to 3 by the manuals. */
    private static final int REFILL = 2;

    @Override
    public int cycles(Timed instruction, Optional<Timed> before) {
        int late = before.filter(earlier -> isAddressLate(earlier, instruction)).isPresent() ? 1 : 0;
        int saved = before.filter(earlier -> overlaps(earlier, instruction)).isPresent() ? 1 : 0;
        return alone(instruction) + late - saved;
    }

    private int alone(Timed instruction) {
        return switch (instruction.kind()) {
            case SIMPLE, STORE, BRANCH, CALL -> 1;
            case LOAD, LOAD_PC, STORE_INDEXED -> 2;
            case TABLE_BRANCH -> TABLE;
            case SEVERAL, SEVERAL_PC -> 1 + instruction.words();
            case MULTIPLY_ADD -> multiplyAdd;
            case LONG_MULTIPLY -> longMultiply;
            case LONG_MULTIPLY_ADD -> longMultiplyAdd;
            case DIVIDE -> DIVISION;
            case FLOAT_DIVIDE -> FLOAT_DIVISION;
        };
    }

    /** A single load or store needs its address when the data-processing instruction before it is still writing it. */
    private static boolean isAddressLate(Timed before, Timed instruction) {
        return before.kind().computes() && !Collections.disjoint(before.results(), instruction.address());
    }

    /** Behind a single load another one, and a store at a sum of registers, takes one cycle less, unless it waits for it. */
    private static boolean overlaps(Timed before, Timed instruction) {
        boolean isShort = instruction.kind() == Kind.LOAD || instruction.kind() == Kind.STORE_INDEXED;
        return before.kind() == Kind.LOAD && isShort && Collections.disjoint(before.results(), instruction.address());
    }

    @Override
    public int refill(Timed instruction) {
        return REFILL;
    }

    @Override
    public int unaligned() {
        return 1;
    }
}
