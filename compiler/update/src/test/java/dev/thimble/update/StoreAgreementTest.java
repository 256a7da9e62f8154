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
import dev.thimble.update.pack.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's store in C, which runs an image that package 5 brought, answers to each package as Java does. */
class StoreAgreementTest {
    private static final UUID VENDOR = new UUID(1, 2);
    private static final UUID CLASS = new UUID(3, 4);
    private static final UUID ID = new UUID(5, 6);
    private static final UUID OTHER = new UUID(7, 8);
    private static final Audience ALL = new Audience(VENDOR, CLASS, Optional.empty());
    private static final byte[] FACTORY = TestImage.of(320, 112, new Random(1));
    private static final byte[] RUNNING = TestImage.with(FACTORY, 300, 3);
    private static final byte[] NEXT = TestImage.with(FACTORY, 200, 1, 2);

    @TempDir
    Path folder;

    private Path program;
    private SigningKey signer;
    private Device device;

    @BeforeEach
    void install() throws IOException {
        program = StoreProgram.device(folder);
        PublicKey key = SigningKey.generate(folder.resolve("key"), new Heights(List.of(5)));
        signer = SigningKey.at(folder.resolve("key"), () -> {});
        Files.write(folder.resolve("factory.bin"), FACTORY);
        byte[] noKey = new byte[PublicKey.BYTES];
        byte[] keepsVocabulary = {1};
        Files.write(
                folder.resolve("device.bin"),
                Bytes.concatenate(key.octets().bytes(), noKey, bytes(VENDOR, CLASS, ID), keepsVocabulary));
        device = new Device(
                List.of(key),
                Optional.of(VENDOR),
                Optional.of(CLASS),
                Optional.of(ID),
                Optional.of(image(RUNNING)),
                Optional.of(5L),
                Optional.empty(),
                true);
        assertThat(take("state", whole(RUNNING, ALL, 5))).isZero();
        start("state", "confirm");
    }

    private static byte[] bytes(UUID... ids) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES * ids.length);
        for (UUID id : ids) {
            LongStream.of(id.getMostSignificantBits(), id.getLeastSignificantBits())
                    .forEach(bytes::putLong);
        }
        return bytes.array();
    }

    private ModelImage image(byte[] bytes) throws IOException {
        return ModelImage.read(Files.write(folder.resolve("x_image.bin"), bytes));
    }

    private byte[] whole(byte[] image, Audience audience, long sequence) throws IOException {
        return packed(image(image), Optional.empty(), audience, sequence);
    }

    private byte[] parts(byte[] image, byte[] base) throws IOException {
        return packed(image(image), Optional.of(image(base)), ALL, 6);
    }

    private byte[] packed(ModelImage image, Optional<ModelImage> base, Audience audience, long sequence) {
        return new Contents(image, base, audience, sequence, Optional.empty())
                .sign(signer)
                .bytes();
    }

    /** What the program answers, and what it prints. */
    private String start(String state, String... commands) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), folder.toString(), folder.resolve(state).toString()));
        command.addAll(List.of(commands));
        return StoreProgram.run(command, folder);
    }

    private int take(String state, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("taken.suit"), bytes);
        String answer = start(state, "take", file.toString());
        return Integer.parseInt(answer.substring(answer.lastIndexOf(' ') + 1).strip());
    }

    private void assertAnswer(int reason, byte[] bytes) throws IOException {
        Files.copy(folder.resolve("state"), folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(take("copy", bytes)).isEqualTo(reason);
        Verdict verdict = device.check(bytes);
        assertThat(verdict instanceof Verdict.Refused refused ? refused.reason().code() : 0)
                .isEqualTo(reason);
    }

    @Test
    void whatMeetsEveryConditionIsTaken() throws IOException {
        assertAnswer(0, whole(NEXT, ALL, 6));
        assertAnswer(0, whole(NEXT, new Audience(VENDOR, CLASS, Optional.of(ID)), -2));
        assertAnswer(0, parts(NEXT, RUNNING));
        assertAnswer(0, parts(RUNNING, RUNNING));
        assertAnswer(0, parts(TestImage.of(320, 512, new Random(5)), RUNNING));
        assertAnswer(0, parts(TestImage.of(160, 16, new Random(6)), RUNNING));
    }

    @Test
    void whatIsForOthersIsRefused() throws IOException {
        assertAnswer(5, whole(NEXT, new Audience(OTHER, CLASS, Optional.empty()), 6));
        assertAnswer(6, whole(NEXT, new Audience(VENDOR, OTHER, Optional.empty()), 6));
        assertAnswer(7, whole(NEXT, new Audience(VENDOR, CLASS, Optional.of(OTHER)), 6));
    }

    @Test
    void anImageForOtherCodeIsRefused() throws IOException {
        assertAnswer(8, whole(TestImage.with(NEXT, 16, 0xFF), ALL, 6));
        assertAnswer(9, whole(TestImage.with(NEXT, 48, 0xFF), ALL, 6));
        assertAnswer(10, whole(TestImage.with(NEXT, 64, 0xFF), ALL, 6));
        assertAnswer(11, whole(TestImage.with(NEXT, 80, 0xFF), ALL, 6));
    }

    @Test
    void whatIsNotNewIsRefused() throws IOException {
        assertAnswer(12, whole(RUNNING, ALL, 5));
        assertAnswer(13, whole(NEXT, ALL, 5));
        assertAnswer(13, whole(NEXT, ALL, 4));
        assertAnswer(14, parts(NEXT, FACTORY));
    }
}
