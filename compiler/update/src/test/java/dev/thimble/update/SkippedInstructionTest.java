package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.update.SkippingDevice.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fault 24: a core that skips one instruction, as a glitch in its supply makes it do, takes no package that was not signed
 * for it. Each instruction of the check is skipped at its first execution and at its last one, by the debugger of QEMU:
 * all of them with {@code -Dthimble.full=true}, some of them without.
 */
class SkippedInstructionTest {
    private static final boolean FULL = Boolean.getBoolean("thimble.full");
    private static final int SAMPLE = Integer.getInteger("thimble.skips", 40);
    private static final int CHUNK = 64;
    private static final int FACTORY = 2;
    private static final int ID_AT = 59;
    private static final int SIGNED = 71 + 4 + 1292;
    private static final LMSigParameters H5 = LMSigParameters.lms_sha256_n32_h5;
    private static final byte[] OLD = DeviceFolder.image(512, 1);
    private static final byte[] NEW = DeviceFolder.image(512, 2);

    @TempDir
    static Path folder;

    private static UpdateFirmware firmware;

    @BeforeAll
    static void build() throws IOException {
        firmware = UpdateFirmware.build(folder);
    }

    private static byte[] packed(TestSigner signer, long sequence) {
        return signer.pack(
                new DeviceFolder(folder, List.of(signer))
                        .manifest(sequence, NEW)
                        .bytes(),
                NEW);
    }

    /** A package by another signer that names the key of this one. */
    private static byte[] forged(TestSigner signer, TestSigner other) {
        byte[] sent = packed(other, 1);
        System.arraycopy(signer.id(), 0, sent, ID_AT, signer.id().length);
        return sent;
    }

    /** A package whose signature is that of another manifest of the same signer. */
    private static byte[] swapped(TestSigner signer) {
        byte[] other = packed(signer, 2);
        return Bytes.concatenate(
                Arrays.copyOf(packed(signer, 1), SIGNED), Arrays.copyOfRange(other, SIGNED, other.length));
    }

    static Stream<Arguments> packages() {
        Random random = new Random(241);
        TestSigner one = TestSigner.of(random, H5);
        TestSigner two = TestSigner.of(random, H5, H5);
        return Stream.of(
                Arguments.of("another's signature", one, 0, forged(one, TestSigner.of(random, H5))),
                Arguments.of("another manifest", one, 0, swapped(one)),
                Arguments.of("a revoked key", one, 1, packed(one, 1)),
                Arguments.of("another's two trees", two, 0, forged(two, TestSigner.of(random, H5, H5))));
    }

    private static SkippingDevice device(TestSigner signer, int revoked, byte[] sent) throws IOException {
        new DeviceFolder(folder, List.of(signer)).write(false);
        byte[] described = Files.readAllBytes(folder.resolve("device.bin"));
        Path input = Files.write(
                folder.resolve("input.bin"), UpdateFirmware.input(false, CHUNK, revoked, described, OLD, sent));
        return SkippingDevice.start(firmware, input);
    }

    /** Of three conditional instructions: behind the third nothing is conditional. */
    @Test
    void aSkippedInstructionTakesItsConditionWithIt() {
        long thumb = 0x01000000L;
        long first = thumb | 0x04000400L;
        long second = Debugger.ItState.advanced(first);
        long third = Debugger.ItState.advanced(second);
        assertThat(List.of(second, third, Debugger.ItState.advanced(third)))
                .containsExactly(thumb | 0xC00L, thumb | 0x1800L, thumb);
    }

    /** Nothing else keeps the packages out: the right one is taken. */
    @Test
    void theRightPackageIsTaken() throws IOException {
        TestSigner signer = TestSigner.of(new Random(240), H5);
        try (SkippingDevice device = device(signer, 0, packed(signer, 1))) {
            assertThat(device.startsWith()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void noSkippedInstructionLetsAPackageIn(String name, TestSigner signer, int revoked, byte[] sent)
            throws IOException {
        List<Execution> accepted = new ArrayList<>();
        int skips = 0;
        try (SkippingDevice device = device(signer, revoked, sent)) {
            assertThat(device.startsWith()).isEqualTo(FACTORY);
            Map<Long, Integer> instructions = device.instructions();
            for (Execution execution : device.executions(chosen(List.copyOf(instructions.keySet())))) {
                skips++;
                if (device.startsWithout(execution, instructions.get(execution.address())) != FACTORY) {
                    accepted.add(execution);
                }
            }
        }
        System.out.println(name + ": " + skips + " instructions skipped, " + accepted.size() + " packages accepted");
        assertThat(accepted).isEmpty();
        assertThat(skips).isPositive();
    }

    private static Set<Long> chosen(List<Long> addresses) {
        int step = FULL ? 1 : Math.max(1, addresses.size() / SAMPLE);
        return Stream.iterate(0, at -> at < addresses.size(), at -> at + step)
                .map(addresses::get)
                .collect(Collectors.toSet());
    }
}
