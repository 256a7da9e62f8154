package dev.thimble.fleet.masking;

/**
 * GF(2^8): bytes as polynomials over two elements, modulo x^8 + x^4 + x^3 + x + 1. A sum is an exclusive or. What is computed
 * takes the same steps for all bytes.
 */
final class Field {
    /** What x^8 is, less x^8. */
    private static final int REDUCED = 0x1B;

    private static final int TOP = Byte.SIZE - 1;
    private static final int MASK = 0xFF;

    private Field() {}

    /** The product of two elements, 0 to 255. */
    static int product(int a, int b) {
        int product = 0;
        for (int bit = TOP; bit >= 0; bit--) {
            int doubled = (product << 1) ^ (REDUCED & -(product >> TOP));
            product = (doubled ^ (a & -((b >> bit) & 1))) & MASK;
        }
        return product;
    }

    /** The inverse of an element, which is its power of 254; 0 of 0. */
    static int inverse(int a) {
        int power = a;
        for (int i = 1; i < TOP; i++) {
            power = product(product(power, power), a);
        }
        return product(power, power);
    }
}
