package dev.thimble.fleet.device;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What a device does to the change of its parameters, as docs/fleet.md defines it: with numbers of any size. */
final class Exact {
    private static final int MOST = 127;

    private Exact() {}

    /** The norm, rounded up: of numbers of 21 bits, and then as often doubled as these were halved. */
    private static BigInteger norm(long... change) {
        BigInteger largest =
                BigInteger.valueOf(Arrays.stream(change).map(Math::abs).max().orElseThrow());
        int halvings = 0;
        while (scaled(largest, halvings).compareTo(BigInteger.ONE.shiftLeft(21)) > 0) {
            halvings++;
        }
        int times = halvings;
        BigInteger[] root = Arrays.stream(change)
                .mapToObj(x -> scaled(BigInteger.valueOf(x).abs(), times).pow(2))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .sqrtAndRemainder();
        return root[0].add(BigInteger.valueOf(root[1].signum())).shiftLeft(times);
    }

    private static BigInteger scaled(BigInteger size, int halvings) {
        return new BigDecimal(size)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(halvings)))
                .setScale(0, RoundingMode.CEILING)
                .toBigIntegerExact();
    }

    private static BigInteger squares(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(BigInteger::valueOf)
                .map(x -> x.multiply(x))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The change with a norm of at most clip. */
    static int[] clip(long[] change, int clip) {
        BigInteger norm = norm(change);
        if (norm.compareTo(BigInteger.valueOf(clip)) <= 0) {
            return Arrays.stream(change).mapToInt(Math::toIntExact).toArray();
        }
        return Arrays.stream(change)
                .mapToInt(x -> BigInteger.valueOf(x)
                        .multiply(BigInteger.valueOf(clip))
                        .divide(norm)
                        .intValueExact())
                .toArray();
    }

    /** Whether a change has a norm of at most clip. */
    static boolean isWithin(int[] change, int clip) {
        return squares(change).compareTo(BigInteger.valueOf(clip).pow(2)) <= 0;
    }

    /** The values of a clipped change. */
    static byte[] quantize(int[] change, int shift, int clip) {
        byte[] rounded = bytes(change, shift, true);
        int[] back = IntStream.range(0, rounded.length).map(i -> rounded[i]).toArray();
        boolean within = squares(back)
                        .shiftLeft(2 * shift)
                        .compareTo(BigInteger.valueOf(clip).pow(2))
                <= 0;
        return within ? rounded : bytes(change, shift, false);
    }

    private static byte[] bytes(int[] change, int shift, boolean halfUp) {
        byte[] values = new byte[change.length];
        for (int i = 0; i < change.length; i++) {
            BigDecimal steps = new BigDecimal(change[i]).divide(new BigDecimal(BigInteger.ONE.shiftLeft(shift)));
            BigDecimal half = new BigDecimal("0.5");
            BigDecimal value =
                    halfUp ? steps.add(half).setScale(0, RoundingMode.FLOOR) : steps.setScale(0, RoundingMode.DOWN);
            values[i] = saturated(value.longValueExact());
        }
        return values;
    }

    /** A value of a record. */
    static byte saturated(long value) {
        return (byte) Math.max(-MOST, Math.min(MOST, value));
    }

    /** The greatest values, and 0 for all others. */
    static byte[] keep(byte[] values, int kept) {
        byte[] result = new byte[values.length];
        IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -Math.abs(values[i])))
                .limit(kept)
                .forEach(i -> result[i] = values[i]);
        return result;
    }
}
