package dev.thimble.frontend.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The element formats whose values can be read. */
public enum DType {
    /** IEEE 754 binary64, rounded to the nearest binary32. */
    F64(8),
    /** IEEE 754 binary32. */
    F32(4),
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of a binary32. */
    BF16(2);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<DType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /**
     * Bits per element of any dtype of the format, or empty for one this reader has never heard of. Sizes are checked
     * for tensors that are not needed, too.
     */
    public static Optional<Integer> bitsOf(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "F4" -> Optional.of(4);
            case "F6_E2M3", "F6_E3M2" -> Optional.of(6);
            case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ" -> Optional.of(8);
            case "I16", "U16", "F16", "BF16" -> Optional.of(16);
            case "I32", "U32", "F32" -> Optional.of(32);
            case "I64", "U64", "F64", "C64" -> Optional.of(64);
            default -> Optional.empty();
        };
    }

    int bytes() {
        return bytes;
    }

    /** The element at the buffer's position; every value of the three narrower formats is exact in binary32. */
    float next(ByteBuffer buffer) {
        return switch (this) {
            case F64 -> (float) buffer.getDouble();
            case F32 -> buffer.getFloat();
            case F16 -> halfToFloat(buffer.getShort());
            case BF16 -> Float.intBitsToFloat(buffer.getShort() << 16);
        };
    }

    /** Binary16 to binary32 (IEEE 754-2008, 3.4): sign 1, exponent 5 biased by 15, fraction 10. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
