package dev.thimble.device.cycles;

import java.util.Optional;

/**
 * Cores that do one thing after the other: Arm DDI 0432C (Cortex-M0), table 3-1, and DDI 0484C (Cortex-M0+), table 3-1.
 * Products take one cycle, with the multiplier that nearly all microcontrollers have; the small one takes 32.
 *
 * @param branch further cycles of a taken branch
 * @param call further ones of a call
 * @param pop further ones where the program counter is popped
 */
record Armv6mTiming(int branch, int call, int pop) implements CoreTiming {
    /** Three stages. */
    static final Armv6mTiming CORTEX_M0 = new Armv6mTiming(2, 3, 3);

    /** Two stages. */
    static final Armv6mTiming CORTEX_M0_PLUS = new Armv6mTiming(1, 2, 2);

    @Override
    public int cycles(Timed instruction, Optional<Timed> before) {
        return switch (instruction.kind()) {
            case LOAD, LOAD_PC, STORE, STORE_INDEXED -> 2;
            case SEVERAL, SEVERAL_PC -> 1 + instruction.words();
            case SIMPLE, BRANCH, CALL -> 1;
            case MULTIPLY_ADD, LONG_MULTIPLY, LONG_MULTIPLY_ADD, DIVIDE, FLOAT_DIVIDE, TABLE_BRANCH ->
                throw new IllegalArgumentException("Armv6-M has no " + instruction.kind());
        };
    }

    @Override
    public int refill(Timed instruction) {
        return switch (instruction.kind()) {
            case CALL -> call;
            case SEVERAL_PC -> pop;
            default -> branch;
        };
    }

    @Override
    public int unaligned() {
        return 0;
    }
}
