package dev.thimble.device.analysis;

import dev.thimble.core.target.Section;

/**
 * Where the bytes of a firmware are.
 *
 * @param code instructions, constants of the code and vectors
 * @param weights {@link Section#WEIGHTS}
 * @param tables {@link Section#TABLES}
 * @param tokenizer {@link Section#TOKENIZER}
 * @param initialised variables with a first value, which take flash too
 * @param zeroed variables that start as zero
 * @param arena {@link Section#ARENA}
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
