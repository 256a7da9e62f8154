package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.update.image.ModelImage;
import dev.thimble.update.image.TestImage;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.Contents;
import dev.thimble.update.pack.Device;
import dev.thimble.update.pack.SuitPackage;
import dev.thimble.update.pack.Verdict;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that Java writes are read in C, and both refuse the same ones for the same reason. */
class AgreementTest {
    private static final byte[] OLD = TestImage.of(320, 112, new Random(1));

    @TempDir
    Path folder;

    private List<SuitPackage> packages(Path key) throws IOException {
        ModelImage old = ModelImage.read(Files.write(folder.resolve("old"), OLD));
        ModelImage next = ModelImage.read(Files.write(folder.resolve("new"), TestImage.with(OLD, 200, 1, 2)));
        SigningKey signer = SigningKey.at(key, () -> {});
        Audience all = new Audience(new UUID(1, 2), new UUID(3, 4), Optional.empty());
        Audience one = new Audience(new UUID(1, 2), new UUID(3, 4), Optional.of(new UUID(5, 6)));
        Optional<Octets> revoked = Optional.of(Octets.of(new byte[8]));
        return List.of(
                new Contents(next, Optional.empty(), all, 1, Optional.empty()).sign(signer),
                new Contents(next, Optional.of(old), one, -2, revoked).sign(signer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5,5", "10,5"})
    void whatJavaWritesIsReadInC(String heights) throws IOException {
        Path file = folder.resolve("key");
        PublicKey key = SigningKey.generate(
                file,
                new Heights(Arrays.stream(heights.split(",", -1))
                        .map(Integer::valueOf)
                        .toList()));
        UpdateProgram program = UpdateProgram.checked(folder);
        for (SuitPackage suit : packages(file)) {
            String answer = program.answers(List.of(line(key, suit.bytes()))).get(0);
            assertThat(answer)
                    .startsWith("0 " + suit.bytes().length + " ")
                    .contains(
                            "sequence=" + Long.toUnsignedString(suit.manifest().sequence()) + ",")
                    .contains("program=" + suit.manifest().identity().program())
                    .endsWith(" " + UpdateProgram.hex(suit.payload()));
        }
    }

    private static String line(PublicKey key, byte[] bytes) {
        return "package " + key.octets() + " " + UpdateProgram.hex(bytes) + " 0 1000";
    }

    @Test
    void bothRefuseForTheSameReason() throws IOException {
        Path file = folder.resolve("key");
        PublicKey key = SigningKey.generate(file, new Heights(List.of(5, 5)));
        byte[] bytes = packages(file).get(1).bytes();
        List<byte[]> cases = new ArrayList<>(List.of(bytes, Arrays.copyOf(bytes, bytes.length + 1)));
        Random random = new Random(2);
        int signatureFrom = 71;
        int signatureTo = signatureFrom + 4 + 1292 + 56 + 1292;
        for (int at = 0; at < bytes.length; at++) {
            if (at < signatureFrom + 20 || (at >= signatureTo && at % 4 == 0) || at % 61 == 0) {
                cases.add(Bytes.flipped(bytes, 8 * at + random.nextInt(8)));
                cases.add(Arrays.copyOf(bytes, at));
            }
        }
        UpdateProgram program = UpdateProgram.fast(folder);
        List<String> answers =
                program.answers(cases.stream().map(each -> line(key, each)).toList());
        for (int i = 0; i < answers.size(); i++) {
            int inC =
                    Integer.parseInt(answers.get(i).substring(0, answers.get(i).indexOf(' ')));
            assertThat(code(key, cases.get(i)))
                    .as("case %d: %s", i, answers.get(i))
                    .isEqualTo(inC);
        }
    }

    private static int code(PublicKey key, byte[] bytes) {
        Optional<UUID> any = Optional.empty();
        Device device =
                new Device(List.of(key), any, any, any, Optional.empty(), Optional.empty(), Optional.empty(), false);
        return device.check(bytes) instanceof Verdict.Refused refused
                ? refused.reason().code()
                : 0;
    }
}
