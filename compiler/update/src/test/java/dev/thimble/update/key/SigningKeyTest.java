package dev.thimble.update.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys in files: no one-time key signs twice, whatever happens between. */
class SigningKeyTest {
    private static final Heights ONE = new Heights(List.of(5));
    private static final Heights TWO = new Heights(List.of(5, 5));
    private static final byte[] MESSAGE = {1, 2, 3};

    /** Steps of writing the key and its record. */
    private static final int STEPS = 2 * DurableFile.Step.values().length;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("vendor.key");
    }

    private SigningKey key() {
        return SigningKey.at(file, () -> {});
    }

    private Path beside(String ending) {
        return folder.resolve("vendor.key" + ending);
    }

    @Test
    void aKeyIsMadeWithItsPublicKeyAndItsRecord() throws IOException {
        PublicKey made = SigningKey.generate(file, ONE);
        assertThat(PublicKey.read(beside(".pub"))).isEqualTo(made).isEqualTo(key().publicKey());
        assertThat(beside(".pub")).hasSize(60);
        assertThat(beside(".used")).hasContent("0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.toFile().list()).hasSize(3);
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        for (String ending : List.of("", ".used", ".pub")) {
            Path mine = Files.writeString(beside(ending), "mine");
            assertThatThrownBy(() -> SigningKey.generate(file, ONE))
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-0905")
                    .hasMessageContaining(mine.toString());
            assertThat(mine).hasContent("mine");
            Files.delete(mine);
        }
    }

    @Test
    void aLinkStaysOneAndItsFileSigns() throws IOException {
        SigningKey.generate(file, ONE);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        SigningKey.at(link, () -> {}).sign(MESSAGE);
        assertThat(link).isSymbolicLink();
        assertThat(beside(".used")).hasContent("1");
    }

    @Test
    void noOneTimeKeyOfATreeSignsTwiceUntilNoneIsLeft() {
        PublicKey made = SigningKey.generate(file, ONE);
        assertThat(signatures(made, 31)).doesNotHaveDuplicates();
        assertExhausted(31);
    }

    /** Over two changes of the lower tree; {@code -Dthimble.full=true} goes on to the end, with three keys. */
    @Test
    void noOneTimeKeyOfTwoTreesSignsTwice() {
        boolean full = Boolean.getBoolean("thimble.full");
        int count = full ? 1023 : 70;
        for (int i = 0; i < (full ? 3 : 1); i++) {
            file = folder.resolve("key" + i);
            PublicKey made = SigningKey.generate(file, TWO);
            assertThat(signatures(made, count)).doesNotHaveDuplicates();
        }
        if (full) {
            assertExhausted(1023);
        }
    }

    private List<String> signatures(PublicKey made, int count) {
        List<String> used = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] signature = key().sign(MESSAGE);
            assertThat(made.verifies(MESSAGE, signature)).isTrue();
            used.add(OneTimeKeys.of(signature));
        }
        return used;
    }

    private void assertExhausted(int signatures) {
        assertThatThrownBy(() -> key().sign(MESSAGE))
                .hasMessageContaining("THM-0908")
                .hasMessageContaining("signed " + signatures + " times");
    }

    /** Ended behind every step of a first and of a second signature, and gone on with each time. */
    @Test
    void aProcessThatEndsAtAnyStepWastesAtMostOneOneTimeKey() throws Exception {
        PublicKey made = SigningKey.generate(file, TWO);
        List<String> used = new ArrayList<>();
        for (int step = 0; step < 2 * STEPS; step++) {
            Process child = SigningChild.start(file, 4, step);
            List<String> left = SigningChild.signatures(child);
            assertThat(child.waitFor()).isEqualTo(1);
            assertThat(left).hasSize(step / STEPS);
            used.addAll(left);
            byte[] next = key().sign(MESSAGE);
            assertThat(made.verifies(MESSAGE, next)).isTrue();
            used.add(OneTimeKeys.of(next));
        }
        assertThat(used).doesNotHaveDuplicates();
        assertThat(Long.parseLong(Files.readString(beside(".used")).strip()))
                .isBetween((long) used.size(), used.size() + 2L * STEPS);
    }

    @Test
    void severalProcessesAndThreadsTakeTurns() throws Exception {
        SigningKey.generate(file, TWO);
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(SigningChild.start(file, 40, -1));
        }
        List<String> used = new ArrayList<>(IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> OneTimeKeys.of(key().sign(MESSAGE)))
                .toList());
        for (Process child : children) {
            used.addAll(SigningChild.signatures(child));
            assertThat(child.waitFor()).isZero();
        }
        assertThat(used).hasSize(160).doesNotHaveDuplicates();
        assertThat(beside(".used")).hasContent("160");
    }

    @Test
    void whatAProcessLeftWhileItWroteIsInNobodysWay() throws IOException {
        PublicKey made = SigningKey.generate(file, ONE);
        Files.writeString(beside(".next"), "half of");
        Files.writeString(beside(".used.next"), "1");
        assertThat(made.verifies(MESSAGE, key().sign(MESSAGE))).isTrue();
        assertThat(beside(".next")).doesNotExist();
    }

    @Test
    void anOldCopyIsRefused() throws IOException {
        SigningKey.generate(file, ONE);
        byte[] backup = Files.readAllBytes(file);
        key().sign(MESSAGE);
        Files.write(file, backup);
        assertThatThrownBy(() -> key().sign(MESSAGE))
                .hasMessageContaining("THM-0909")
                .hasMessageContaining("signed 0 times, but its record says 1");
        assertThat(file).hasBinaryContent(backup);
    }

    @Test
    void aCopyWithoutItsRecordIsRefused() throws IOException {
        SigningKey.generate(file, ONE);
        Path copy = Files.copy(file, folder.resolve("copy.key"));
        assertThatThrownBy(() -> SigningKey.at(copy, () -> {}).sign(MESSAGE)).hasMessageContaining("THM-0910");
    }

    @Test
    void aDamagedRecordIsRefused() throws IOException {
        SigningKey.generate(file, ONE);
        Files.writeString(beside(".used"), "many");
        assertThatThrownBy(() -> key().sign(MESSAGE)).hasMessageContaining("THM-0906");
    }

    @Test
    void aDamagedKeyIsRefused() throws IOException {
        SigningKey.generate(file, ONE);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int at = 0; at < bytes.length; at += 1 + random.nextInt(20)) {
            byte[] other = bytes.clone();
            other[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, other);
            assertThatThrownBy(() -> key().sign(MESSAGE)).hasMessageContaining("THM-0906");
        }
        for (int length = 0; length < bytes.length; length += 37) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> key().publicKey()).hasMessageContaining("THM-0906");
        }
    }

    @Test
    void aKeyThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> key()).hasMessageContaining("THM-0801").hasMessageContaining("vendor.key");
    }

    @Test
    void treesOfOtherHeightsAreRefused() {
        for (List<Integer> heights :
                List.of(List.<Integer>of(), List.of(4), List.of(30), List.of(20, 5), List.of(5, 5, 5))) {
            assertThatThrownBy(() -> new Heights(heights)).hasMessageContaining("THM-0911");
        }
    }
}
