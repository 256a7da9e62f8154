package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Packages and exports before the tools of the registries that they could go to: {@code ./thimble test --full}. */
@EnabledIfSystemProperty(named = "thimble.everywhere", matches = "true")
class RegistryToolsTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Crates come from Debian's packages, not from the network. */
    private static final String CARGO = """
            [source.crates-io]
            replace-with = "debian"
            [source.debian]
            directory = "/usr/share/cargo/registry"
            """;

    @TempDir
    Path folder;

    private String in(Path place, String... words) {
        return ToolRun.in(place, List.of(words), LIMIT).required();
    }

    @Test
    void theComponentManagerOfEspIdfTakesThePackage() throws IOException {
        Path component = Checkout.copy(DropIn.OUT, folder.resolve("tiny"));
        in(component, "compote", "manifest", "lint");
        in(component, "compote", "component", "pack", "--name", "tiny");
        assertThat(in(component, "tar", "tzf", "dist/tiny_0.1.0.tgz").lines())
                .contains("./idf_component.yml", "./LICENSE", "./src/tiny_model.c", "./include/tiny.h")
                .noneMatch(path -> path.startsWith("./verify"));
    }

    /** The check can fail. */
    @Test
    void theComponentManagerRefusesAnotherVersion() throws IOException {
        Path component = folder.resolve("bad");
        DropIn.write(component.resolve("idf_component.yml"), "version: \"newest\"\n");
        ToolRun run = ToolRun.in(component, List.of("compote", "manifest", "lint"), LIMIT);
        assertThat(run.status()).isPositive();
        assertThat(run.output()).contains("Invalid field \"version\"");
    }

    @Test
    void platformIoPacksThePackage() {
        Path archive = folder.resolve("tiny.tar.gz");
        in(folder, "pio", "pkg", "pack", "-o", archive.toString(), DropIn.OUT.toString());
        assertThat(in(folder, "tar", "tzf", archive.toString()).lines())
                .contains("library.json", "LICENSE", "src/tiny_model.c", "include/tiny.h")
                .noneMatch(path -> path.startsWith("verify/"));
    }

    @Test
    void platformIoRefusesAnotherVersion() throws IOException {
        DropIn.write(folder.resolve("bad/library.json"), "{\"name\": \"bad\", \"version\": \"newest\"}\n");
        ToolRun run = ToolRun.in(
                folder, List.of("pio", "pkg", "pack", folder.resolve("bad").toString()), LIMIT);
        assertThat(run.status()).isPositive();
    }

    @Test
    void cargoTestsAndPacksTheCrate() throws IOException {
        Path crate = folder.resolve("crate");
        Call.succeeding("export", DropIn.OUT, "--as", "rust", "-o", crate);
        assertThat(cargo(crate, "test")).contains("test result: ok. 4 passed", "test result: ok. 1 passed");
        assertThat(cargo(crate, "package", "--allow-dirty")).contains("Verifying thimble_tiny v0.1.0");
    }

    /** Images, and words of Rust as names. */
    @Test
    void cargoTestsACrateOfSeveralModels() throws IOException {
        Path model = Checkout.fixture("bert-f32-gelu");
        Path out =
                DropIn.compiled(folder.resolve("out"), model, "--name", "fn", "--name", "super", "--weights", "blob");
        Path crate = folder.resolve("crate");
        Call.succeeding("export", out, "--as", "rust", "-o", crate);
        assertThat(cargo(crate, "test")).contains("test result: ok. 8 passed");
    }

    private String cargo(Path crate, String... words) throws IOException {
        DropIn.write(folder.resolve("home/config.toml"), CARGO);
        List<String> command = new ArrayList<>(List.of(
                "env",
                "CARGO_HOME=" + folder.resolve("home"),
                "CARGO_TARGET_DIR=" + folder.resolve("target"),
                "cargo",
                "--offline"));
        command.addAll(List.of(words));
        return ToolRun.in(crate, command, LIMIT).required();
    }

    /** The core of the ESP32-C3, whose compiler Debian has under another name. */
    @Test
    void theComponentCompilesForRv32imc() throws IOException {
        for (Path source : Checkout.files(DropIn.OUT.resolve("src"))) {
            if (source.toString().endsWith(".c")) {
                Path object = folder.resolve(source.getFileName() + ".o");
                in(
                        folder,
                        "riscv64-unknown-elf-gcc",
                        "-march=rv32imc",
                        "-mabi=ilp32",
                        "--specs=picolibc.specs",
                        "-std=gnu17",
                        "-Os",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-DESP_PLATFORM",
                        "-I" + DropIn.OUT.resolve("include"),
                        "-c",
                        source.toString(),
                        "-o",
                        object.toString());
            }
        }
        EspIdfTest.assertNoSectionsOfItsOwn(folder.resolve("tiny_constants.c.o"));
    }
}
