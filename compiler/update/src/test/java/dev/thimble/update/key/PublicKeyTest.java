package dev.thimble.update.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.update.Rfc8554;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public keys, and what they verify. */
class PublicKeyTest {
    private static final byte[] TEXT =
            ("The powers not delegated to the United States by the Constitution, nor prohibited"
                            + " by it to the States, are reserved to the States respectively, or to the people.\n")
                    .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private PublicKey keyOfTheRfc() throws IOException {
        return PublicKey.read(Files.write(folder.resolve("rfc.pub"), Rfc8554.vector("key1")));
    }

    @Test
    void theFirstTestCaseOfTheRfcIsVerified() throws IOException {
        assertThat(keyOfTheRfc().verifies(TEXT, Rfc8554.vector("signature1"))).isTrue();
        assertThat(keyOfTheRfc().allowsLength(Rfc8554.vector("signature1").length))
                .isTrue();
    }

    /** Its trees have shorter one-time signatures, which the profile leaves out. */
    @Test
    void theKeyOfTheSecondTestCaseIsNotOfTheProfile() throws IOException {
        Path other = Files.write(folder.resolve("other.pub"), Rfc8554.vector("key2"));
        assertThatThrownBy(() -> PublicKey.read(other)).hasMessageContaining("THM-0907");
    }

    @Test
    void aSignatureWithAnotherBitIsNone() throws IOException {
        PublicKey key = keyOfTheRfc();
        byte[] signature = Rfc8554.vector("signature1");
        Random random = new Random(2);
        for (int at = 0; at < signature.length; at += 1 + random.nextInt(20)) {
            byte[] other = signature.clone();
            other[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(key.verifies(TEXT, other)).as("byte %d", at).isFalse();
        }
    }

    @Test
    void aSignatureOfAnotherLengthIsNone() throws IOException {
        PublicKey key = keyOfTheRfc();
        byte[] signature = Rfc8554.vector("signature1");
        for (int length = 0; length < signature.length; length++) {
            assertThat(key.verifies(TEXT, Arrays.copyOf(signature, length))).isFalse();
        }
        assertThat(key.verifies(TEXT, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        assertThat(key.verifies(TEXT, new byte[signature.length])).isFalse();
    }

    @Test
    void bytesThatAreNoKeyAreRefused() throws IOException {
        for (byte[] bytes :
                List.of(new byte[0], new byte[60], new byte[61], Arrays.copyOf(Rfc8554.vector("key1"), 59))) {
            Path file = Files.write(folder.resolve("wrong.pub"), bytes);
            assertThatThrownBy(() -> PublicKey.read(file)).hasMessageContaining("THM-0907");
        }
    }

    @Test
    void theInitializerHoldsTheBytes() throws IOException {
        PublicKey key = keyOfTheRfc();
        assertThat(key.initializer().lines()).hasSize(5).allMatch(line -> line.length() <= 72);
        assertThat(key.initializer().replaceAll("0x|,|\\s", ""))
                .isEqualTo(key.octets().hex());
        assertThat(key.id()).isEqualTo(Octets.sha256(Rfc8554.vector("key1")).first(8));
    }
}
