package dev.thimble.core.reference;

import dev.thimble.core.integer.Quantization;

/** A value together with what its integers stand for. */
record Operand(IntMatrix matrix, Quantization quantization) {}
