package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model is called like its folder, as far as C allows. */
class ModelNameOfFolderTest {
    @ParameterizedTest
    @CsvSource({
        "models/My-Model.v2, my_model_v2",
        "1model, model_1model",
        "模型, model",
        "models/intents/, intents",
        "models/intents/., intents",
        "models/intents/sub/.., intents",
        "___, model",
        "Tromsø, troms",
        "a--b, a_b",
        "İstanbul, i_stanbul",
        "/, model"
    })
    void aFolderGivesAnIdentifier(String folder, String name) {
        assertThat(ModelFolder.name(Path.of(folder))).isEqualTo(name);
    }

    @Test
    void aLinkIsCalledLikeItself(@TempDir Path folder) throws Exception {
        Path model = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("other"), model);
        assertThat(ModelFolder.name(link)).isEqualTo("other");
    }

    @Test
    void whateverAFolderIsCalledTheNameHasTheFormOfOne() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            String folder = random.ints(1 + random.nextInt(12), 1, 0x3000)
                    .filter(c -> c != '/')
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            assertThat(ModelFolder.name(Path.of("models").resolve("x" + folder).resolveSibling(folder + "e")))
                    .as(folder)
                    .matches("[a-z][a-z0-9_]*");
        }
    }
}
