package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thimble.backendc.Constants;
import dev.thimble.core.target.KernelSet;
import dev.thimble.device.toolchain.StrictCheck;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages of one source and one header: {@code compile --single-file}. */
class SingleFileTest {
    @TempDir
    Path folder;

    /** As people copy them: into one folder, with no other include path. */
    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void bothFilesAloneAreCleanInBothLanguages(KernelSet kernels) throws IOException {
        for (Constants constants : Constants.values()) {
            Path files = folder.resolve(constants.name());
            TinyPackage.write(
                    files, "tiny", TinyPackage.code("tiny", kernels, constants).singleFile());
            Path copies = Files.createDirectories(files.resolve("copies"));
            Path source = Files.copy(files.resolve("src/tiny.c"), copies.resolve("tiny.c"));
            Files.copy(files.resolve("include/tiny.h"), copies.resolve("tiny.h"));
            assertThatCode(() -> new StrictCheck(Toolchain.onPath()).check(List.of(source), List.of()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theCommandLineMakesOneThatIsBitExact() throws IOException {
        Path out = folder.resolve("out");
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--name",
                "x",
                "--calibration",
                Checkout.SENTENCES,
                "--single-file",
                "-o",
                out);
        try (var files = Files.list(out.resolve("src"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("x.c");
        }
        Call.succeeding("build", out);
        Call call = Call.thimble("verify", out, "--target", "all", "--json");
        assertThat(call.status()).as(call.toString()).isZero();
        assertThat(call.document().path("targets"))
                .hasSize(2)
                .allSatisfy(
                        target -> assertThat(target.path("mismatches").asInt()).isZero());
    }
}
