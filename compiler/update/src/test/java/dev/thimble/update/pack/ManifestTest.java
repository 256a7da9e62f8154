package dev.thimble.update.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import dev.thimble.update.image.Identity;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Manifests have one form, which is deterministic CBOR, and is read back. */
class ManifestTest {
    private static final CBOREncodeOptions CANONICAL = new CBOREncodeOptions("ctap2canonical=true");

    private static final Random RANDOM = new Random(5);

    private static Octets octets(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return Octets.of(bytes);
    }

    private static Manifest manifest(long sequence, boolean everything, long imageBytes, long payloadBytes) {
        return new Manifest(
                sequence,
                new Audience(
                        new UUID(RANDOM.nextLong(), RANDOM.nextLong()),
                        new UUID(RANDOM.nextLong(), RANDOM.nextLong()),
                        optional(everything, new UUID(RANDOM.nextLong(), RANDOM.nextLong()))),
                new Result(octets(32), imageBytes),
                new Identity(octets(32), octets(16), octets(16), octets(16)),
                new Payload(optional(everything, octets(32)), payloadBytes, octets(32)),
                optional(everything, octets(8)));
    }

    private static <T> Optional<T> optional(boolean there, T value) {
        return there ? Optional.of(value) : Optional.empty();
    }

    private static List<Manifest> manifests() {
        List<Manifest> manifests = new ArrayList<>();
        for (long sequence : new long[] {1, 23, 24, 255, 256, 65_536, 1L << 32, Long.MAX_VALUE, -2}) {
            manifests.add(manifest(sequence, false, 0, 0));
            manifests.add(manifest(sequence, true, 0xFFFFFFFFL, 0xFFFFFFFFL));
            manifests.add(manifest(sequence, true, RANDOM.nextInt(1 << 20), RANDOM.nextInt(1000)));
        }
        return manifests;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Refusal {
        for (Manifest manifest : manifests()) {
            assertThat(Manifest.parse(manifest.bytes())).isEqualTo(manifest);
            assertThat(manifest.bytes()).hasSizeLessThanOrEqualTo(Manifest.MOST_BYTES);
        }
    }

    /** A second encoder, which sorts keys itself, writes the same bytes; also of what is wrapped in byte strings. */
    @Test
    void theCborIsDeterministic() {
        for (Manifest manifest : manifests()) {
            assertCanonical(manifest.bytes());
            CBORObject map = CBORObject.DecodeFromBytes(manifest.bytes());
            byte[] common = map.get(CBORObject.FromObject(3)).GetByteString();
            assertCanonical(common);
            assertCanonical(CBORObject.DecodeFromBytes(common)
                    .get(CBORObject.FromObject(4))
                    .GetByteString());
            assertCanonical(map.get(CBORObject.FromObject(7)).GetByteString());
            assertCanonical(map.get(CBORObject.FromObject(20)).GetByteString());
        }
    }

    private static void assertCanonical(byte[] bytes) {
        assertThat(CBORObject.DecodeFromBytes(bytes).EncodeToBytes(CANONICAL)).isEqualTo(bytes);
    }

    @Test
    void whateverIsReadHasTheSameForm() {
        Random random = new Random(6);
        int read = 0;
        for (Manifest manifest : manifests()) {
            byte[] bytes = manifest.bytes();
            for (int at = 0; at < bytes.length; at++) {
                byte[] other = bytes.clone();
                other[at] ^= (byte) (1 << random.nextInt(8));
                read += isReadToTheSame(other) ? 1 : 0;
                isReadToTheSame(Arrays.copyOf(bytes, at));
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void randomBytesAreNoManifest() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(Manifest.MOST_BYTES)];
            random.nextBytes(bytes);
            assertThat(isReadToTheSame(bytes)).isFalse();
        }
    }

    private static boolean isReadToTheSame(byte[] bytes) {
        try {
            assertThat(Manifest.parse(bytes).bytes()).isEqualTo(bytes);
            return true;
        } catch (Refusal e) {
            assertThat(e.reason()).isIn(Reason.FORMAT, Reason.SIZE);
            return false;
        }
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertRefused(manifest(0, false, 1, 1), Reason.FORMAT);
        assertRefused(manifest(-1, false, 1, 1), Reason.FORMAT);
        assertRefused(manifest(1, false, 1L << 32, 1), Reason.SIZE);
        assertRefused(manifest(1, false, 1, -1), Reason.SIZE);
    }

    private static void assertRefused(Manifest manifest, Reason reason) {
        assertThatThrownBy(() -> Manifest.parse(manifest.bytes()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
