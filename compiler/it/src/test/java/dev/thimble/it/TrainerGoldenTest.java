package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thimble.device.toolchain.StrictCheck;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.PackageFolder;
import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for a model that devices train; the same C is compiled strictly, in both languages. */
class TrainerGoldenTest {
    private static final String FIXTURE = "bert-f32-gelu";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"head+mean", "head+pooler"})
    void theTrainerIsWhatItWas(String part) throws IOException {
        TinyModel model = TinyModel.trainable(FIXTURE, part);
        String goldens = FIXTURE + "/" + part.replace('+', '-');
        Golden.compare(goldens + "/integers.txt", model.integers());
        Golden.compare(goldens + "/tiny.c", model.file("src/tiny_model.c"));
        Golden.compare(goldens + "/tiny_trainer.c", model.file("src/tiny_trainer.c"));
        Golden.compare(goldens + "/tiny_trainer.h", model.file("include/tiny_trainer.h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "head+mean", "head+pooler"})
    void theCIsCleanInBothLanguages(String part) {
        TinyModel model = TinyModel.trainable(FIXTURE, part);
        Path written = folder.resolve("tiny");
        PackageFolder.write(written, model.compilation().code().files());
        List<Path> sources = model.compilation().code().files().keySet().stream()
                .filter(file -> file.matches("src/.*\\.c"))
                .map(written::resolve)
                .toList();
        assertThatCode(() ->
                        new StrictCheck(Toolchain.onPath()).check(sources, List.of("-I" + written.resolve("include"))))
                .doesNotThrowAnyException();
    }
}
