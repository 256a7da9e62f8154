package dev.thimble.update.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.update.image.ModelImage;
import dev.thimble.update.image.TestImage;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages are read and their signatures verified by libraries of others, in Python: cbor2, pycose, hsslms and pyhsslms.
 * {@code -Dthimble.python=FILE} names a Python that has them.
 */
@EnabledIfSystemProperty(named = "thimble.full", matches = "true")
class OthersTest {
    private static final String PYTHON = System.getProperty("thimble.python", "python3");

    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void requireLibraries() throws IOException {
        script = folder.resolve("read_package.py");
        try (InputStream source =
                Objects.requireNonNull(OthersTest.class.getResourceAsStream("/others/read_package.py"))) {
            Files.write(script, source.readAllBytes());
        }
        String answer = run("-c", "import cbor2, hsslms, pycose, pyhsslms; print('all here')");
        assertThat(answer)
                .as("install them: %s -m pip install cbor2 pycose hsslms pyhsslms", PYTHON)
                .isEqualTo("all here\n");
    }

    private String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private ModelImage image(byte[] bytes) throws IOException {
        return ModelImage.read(Files.write(folder.resolve("x_image.bin"), bytes));
    }

    @Test
    void packagesOfOneAndOfTwoTreesAreVerified() throws IOException {
        byte[] old = TestImage.of(320, 112, new Random(1));
        ModelImage next = image(TestImage.with(old, 200, 1, 2));
        for (Heights heights : List.of(new Heights(List.of(5)), new Heights(List.of(5, 5)))) {
            Path key = folder.resolve("key" + heights.trees().size());
            PublicKey made = SigningKey.generate(key, heights);
            for (Optional<ModelImage> base : List.of(Optional.<ModelImage>empty(), Optional.of(image(old)))) {
                SuitPackage suit = sign(key, next, base);
                Path file = Files.write(folder.resolve("x.suit"), suit.bytes());
                assertThat(run(script.toString(), file.toString(), key + ".pub"))
                        .isEqualTo("{\"sequence\": 7, \"key\": \"" + made.id() + "\", \"image_bytes\": " + next.size()
                                + ", \"payload_bytes\": " + suit.payload().length + ", \"canonical\": true}\n");
            }
        }
    }

    @Test
    void anotherSignatureIsRefusedThereToo() throws IOException {
        Path key = folder.resolve("key");
        SigningKey.generate(key, new Heights(List.of(5)));
        byte[] bytes = sign(key, image(TestImage.of(320, 112, new Random(1))), Optional.empty())
                .bytes();
        bytes[Envelope.PREFIX_BYTES + 100] ^= 1;
        Path file = Files.write(folder.resolve("x.suit"), bytes);
        assertThat(run(script.toString(), file.toString(), key + ".pub")).contains("Traceback");
    }

    private static SuitPackage sign(Path key, ModelImage image, Optional<ModelImage> base) {
        Audience audience = new Audience(NameId.vendor("example.com"), NameId.vendor("example.org"), Optional.empty());
        return new Contents(image, base, audience, 7, Optional.empty()).sign(SigningKey.at(key, () -> {}));
    }
}
