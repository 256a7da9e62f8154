package dev.thimble.update.image;

import dev.thimble.update.wire.Octets;

/**
 * What code an image is for, and what its words are.
 *
 * @param program digest of the code that reads it, 32 bytes
 * @param architecture digest of operators and shapes, 16 bytes
 * @param quantization digest of precisions and layouts, 16 bytes
 * @param vocabulary digest of the tokenizer, 16 bytes
 */
public record Identity(Octets program, Octets architecture, Octets quantization, Octets vocabulary) {
    /** Bytes of the program's digest. */
    public static final int PROGRAM_BYTES = 32;

    /** Bytes of each of the others. */
    public static final int OTHER_BYTES = 16;
}
