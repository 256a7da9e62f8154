package dev.thimble.device.analysis;

/**
 * Where the bytes of a firmware are.
 *
 * @param code instructions, constants of the code and vectors
 * @param weights the section {@code .thimble_weights}
 * @param tables the section {@code .thimble_tables}
 * @param tokenizer the section {@code .thimble_tokenizer}
 * @param initialised variables with a first value, which take flash too
 * @param zeroed variables that start as zero
 * @param arena the section {@code .thimble_arena}
 * @param stack what is reserved for the stack
 */
public record Memory(
        long code, long weights, long tables, long tokenizer, long initialised, long zeroed, long arena, long stack) {

    /** Bytes of flash. */
    public long flash() {
        return code + weights + tables + tokenizer + initialised;
    }

    /** Bytes of RAM, the guard page under the stack left out. */
    public long ram() {
        return initialised + zeroed + arena + stack;
    }
}
