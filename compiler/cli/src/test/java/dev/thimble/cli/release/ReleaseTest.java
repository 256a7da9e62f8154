package dev.thimble.cli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.folder.Installation;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {
    @TempDir
    Path folder;

    private Path root;
    private Release release;

    private Path file(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }

    @BeforeEach
    void checkout() throws IOException {
        root = folder.resolve("checkout");
        for (String path : List.of(
                "thimble",
                "README.md",
                "LICENSE",
                "CHANGELOG.md",
                "templates/c/a.ftl",
                "runtime-c/src/b.c",
                "boards/x/board.yml",
                "examples/e/model/config.json",
                "docs/d.md",
                "compiler/verify/target/thimble-verify.jar",
                "compiler/core/src/main/java/Secret.java")) {
            file("checkout/" + path);
        }
        assertThat(root.resolve("thimble").toFile().setExecutable(true)).isTrue();
        Path own = file("m2/thimble-core.jar");
        Path heavy = file("m2/nd4j.jar");
        Path signing = file("m2/bcprov.jar");
        release = Release.of(
                new Installation(root),
                own + File.pathSeparator + heavy,
                Map.of("float", File.pathSeparator + heavy, "update", File.pathSeparator + signing));
    }

    private FileSystem opened(Path zip) throws IOException {
        return FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("enablePosixFileAttributes", "true"));
    }

    @Test
    void itHoldsWhatTheCompilerReadsAndNoSources() throws IOException {
        assertThat(release.files().keySet())
                .containsExactly(
                        "CHANGELOG.md",
                        "LICENSE",
                        "README.md",
                        "boards/x/board.yml",
                        "docs/d.md",
                        "examples/e/model/config.json",
                        "lib/float/nd4j.jar",
                        "lib/thimble-core.jar",
                        "lib/update/bcprov.jar",
                        "lib/verifier/thimble-verify.jar",
                        "runtime-c/src/b.c",
                        "templates/c/a.ftl",
                        "thimble");
    }

    @Test
    void programsStayPrograms() throws IOException {
        Path zip = ReleaseZip.write(release, "thimble-1", folder.resolve("out"));
        try (FileSystem system = opened(zip)) {
            Path launcher = system.getPath("thimble-1/thimble");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(launcher)))
                    .isEqualTo("rwxr-xr-x");
            assertThat(Files.readString(system.getPath("thimble-1/lib/float/nd4j.jar")))
                    .isEqualTo("m2/nd4j.jar");
        }
    }

    @Test
    void itsBytesFollowFromItsFilesAlone() throws IOException {
        byte[] first = Files.readAllBytes(ReleaseZip.write(release, "thimble-1", folder.resolve("one")));
        Files.setLastModifiedTime(root.resolve("README.md"), FileTime.fromMillis(0));
        byte[] second = Files.readAllBytes(ReleaseZip.write(release, "thimble-1", folder.resolve("two")));
        assertThat(second).isEqualTo(first);
        assertThat(folder.resolve("two")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatIsMissingIsNamedAndNothingIsWritten() throws IOException {
        Files.delete(root.resolve("compiler/verify/target/thimble-verify.jar"));
        assertThatThrownBy(() -> ReleaseZip.write(release, "thimble-1", folder.resolve("out")))
                .hasMessageStartingWith("error[THM-0623]: a release needs the file ")
                .hasMessageContaining("thimble-verify.jar");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
