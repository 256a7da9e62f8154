package dev.thimble.core.quant;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;

/** What an operator's integer kernel asks of its inputs. */
enum InputNeed {
    /** Any quantisation. */
    ANY(""),
    /** 8 bits, any zero point: the zero point folds into the bias. */
    I8("i8"),
    /** 8 bits, zero point 0: products of two values, or implicit zeros at an edge. */
    I8_SYMMETRIC("i8s"),
    /** 16 bits: norms square their input's differences. */
    I16("i16");

    private final String suffix;

    InputNeed(String suffix) {
        this.suffix = suffix;
    }

    /** What a converted value's name ends with. */
    String suffix() {
        return suffix;
    }

    /** Whether a value so quantised can be used as it is. */
    boolean accepts(Quantization quantization) {
        return switch (this) {
            case ANY -> true;
            case I8 -> quantization.precision() == Precision.I8;
            case I8_SYMMETRIC -> quantization.precision() == Precision.I8 && quantization.zeroPoint() == 0;
            case I16 -> quantization.precision() == Precision.I16;
        };
    }
}
