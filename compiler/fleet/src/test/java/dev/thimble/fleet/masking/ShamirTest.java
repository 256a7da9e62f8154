package dev.thimble.fleet.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** So many shares give a secret, and fewer say nothing of it. */
class ShamirTest {
    private static final int BYTE = 256;

    @Test
    void theFieldIsOne() {
        for (int a = 1; a < BYTE; a++) {
            assertThat(Field.product(a, 1)).isEqualTo(a);
            assertThat(Field.product(a, 0)).isZero();
            assertThat(Field.product(a, Field.inverse(a))).isOne();
            int[] products = IntStream.range(0, a).map(product(a)).toArray();
            int one = a;
            assertThat(products)
                    .isEqualTo(IntStream.range(0, a).map(b -> slowly(one, b)).toArray());
            assertThat(products)
                    .isEqualTo(IntStream.range(0, a)
                            .map(b -> Field.product(b, one))
                            .toArray());
        }
        assertThat(Field.inverse(0)).isZero();
    }

    private static IntUnaryOperator product(int a) {
        return b -> Field.product(a, b);
    }

    /** The product of polynomials, and then what is left of it. */
    private static int slowly(int a, int b) {
        int product = 0;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            product ^= (b >> bit & 1) == 1 ? a << bit : 0;
        }
        for (int bit = 2 * Byte.SIZE - 2; bit >= Byte.SIZE; bit--) {
            product ^= (product >> bit & 1) == 1 ? 0x11B << (bit - Byte.SIZE) : 0;
        }
        return product;
    }

    @Test
    void anySoManySharesGiveTheSecret() {
        Random random = new Random(1);
        for (int run = 0; run < 60; run++) {
            int devices = 1 + random.nextInt(run < 57 ? 20 : 255);
            int threshold = 1 + random.nextInt(devices);
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            Octets seed = Octets.sha256(secret);
            List<Integer> places =
                    new ArrayList<>(IntStream.rangeClosed(1, devices).boxed().toList());
            Collections.shuffle(places, random);
            Map<Integer, Octets> shares = new TreeMap<>();
            places.subList(0, threshold)
                    .forEach(place -> shares.put(
                            place, Shamir.share(Octets.of(secret), threshold, place, new HashStream(seed.bytes()))));
            assertThat(Shamir.secret(shares)).isEqualTo(Octets.of(secret));
        }
    }

    /** Every two of three shares come of a secret, and of each by the coefficients of one polynomial. */
    @Test
    void fewerSharesGiveNothing() {
        for (int secret : new int[] {0, 1, 0xFF}) {
            BitSet seen = new BitSet(BYTE * BYTE);
            for (int first = 0; first < BYTE; first++) {
                for (int second = 0; second < BYTE; second++) {
                    seen.set(BYTE * share(secret, 1, first, second) + share(secret, 7, first, second));
                }
            }
            assertThat(seen.cardinality()).isEqualTo(BYTE * BYTE);
        }
    }

    private static int share(int secret, int place, int... coefficients) {
        int[] next = {0};
        RandomBytes stream = () -> coefficients[next[0]++];
        return Shamir.share(Octets.of((byte) secret), coefficients.length + 1, place, stream)
                        .bytes()[0]
                & 0xFF;
    }

    /** The same for one share of two, of many secrets and at many places. */
    @Test
    void oneShareOfTwoGivesNothing() {
        for (int place = 1; place < BYTE; place += 23) {
            for (int secret = 0; secret < BYTE; secret += 5) {
                BitSet seen = new BitSet(BYTE);
                for (int coefficient = 0; coefficient < BYTE; coefficient++) {
                    seen.set(share(secret, place, coefficient));
                }
                assertThat(seen.cardinality()).isEqualTo(BYTE);
            }
        }
    }
}
