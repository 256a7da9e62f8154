package dev.thimble.device.analysis;

/**
 * Something an object may not hold.
 *
 * @param object the file's name
 * @param rule what it breaks
 * @param what the symbol or instruction
 */
public record Finding(String object, Rule rule, String what) {

    /** The promises of generated and runtime C that can be read off an object. */
    public enum Rule {
        /** Only memcpy, memset and memmove, and the compiler's own integer helpers. */
        FOREIGN_FUNCTION,
        /** No floating point, not even by a helper of the compiler. */
        FLOATING_POINT,
        /** No variable outside of what the caller owns. */
        WRITABLE_GLOBAL
    }
}
