package dev.thimble.device.cycles;

/** Rows of the timing tables. */
enum Kind {
    /** Additions, shifts, comparisons, products of one cycle, and all that has no row of its own. */
    SIMPLE,
    MULTIPLY_ADD,
    LONG_MULTIPLY,
    LONG_MULTIPLY_ADD,
    DIVIDE,
    FLOAT_DIVIDE,
    /** A single load. */
    LOAD,
    /** The same of the program counter. */
    LOAD_PC,
    /** A single store at a register and a constant. */
    STORE,
    /** A single store at a sum of registers. */
    STORE_INDEXED,
    /** Loads or stores of several words: LDM, STM, PUSH, POP, LDRD, STRD, and those of the floating-point unit. */
    SEVERAL,
    /** Several loads, the last one of the program counter. */
    SEVERAL_PC,
    BRANCH,
    CALL,
    TABLE_BRANCH;

    /** Whether it computes, and loads and stores nothing. */
    boolean computes() {
        return compareTo(LOAD) < 0;
    }
}
