package dev.thimble.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What later commands write into a package: their own files, and nothing over a user's. */
class PackageFolderTest {
    @TempDir
    Path parent;

    private PackageFolder folder;

    @BeforeEach
    void write() {
        folder = PackageFolder.write(parent.resolve("out"), Neighbourhood.old());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBuildDeletesWhatItMadeBeforeAndNothingElse() throws IOException {
        Path build = folder.fresh("build/host", List.of("obj/a.o", "obj/b.o"));
        Files.writeString(build.resolve("obj/a.o"), "made");
        Files.writeString(build.resolve("obj/mine.txt"), "mine");
        Path again = folder.fresh("build/host", List.of("obj/c.o"));
        assertThat(again.resolve("obj/a.o")).doesNotExist();
        assertThat(again.resolve("obj/mine.txt")).hasContent("mine");
    }

    @Test
    void aFileInTheWayOfABuildIsRefusedByName() throws IOException {
        Path mine = folder.folder().resolve("build/host/program");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "mine");
        assertThatThrownBy(() -> folder.fresh("build/host", List.of("obj/a.o", "program")))
                .hasMessageContaining("THM-0816")
                .hasMessageContaining("program");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aReportIsWrittenAgainUnlessAUserChangedIt() throws IOException {
        folder.rewrite("report.json", text("one"));
        folder.rewrite("report.json", text("two"));
        Path report = folder.folder().resolve("report.json");
        assertThat(report).hasContent("two");
        Files.writeString(report, "mine");
        assertThatThrownBy(() -> folder.rewrite("report.json", text("three"))).hasMessageContaining("THM-0814");
        assertThat(report).hasContent("mine");
    }

    @Test
    void aFileThatIsNotOnTheListIsNotWrittenOver() throws IOException {
        for (String name : List.of("report.html", ".thimble-part", ".thimble-package.next", ".thimble-lock")) {
            Path mine = Files.writeString(folder.folder().resolve(name), "mine");
            assertThatThrownBy(() -> folder.rewrite("report.html", text("new")))
                    .as(name)
                    .hasMessageContaining("THM-0816");
            assertThat(mine).hasContent("mine");
            Files.delete(mine);
        }
        folder.rewrite("report.html", text("new"));
        assertThat(folder.folder().resolve("report.html")).hasContent("new");
    }

    @Test
    void whatACommandAddedGoesWithThePackage() throws IOException {
        Path build = folder.fresh("build/host", List.of("obj/a.o"));
        Files.writeString(build.resolve("obj/a.o"), "made");
        folder.rewrite("report.html", text("page"));
        PackageFolder.write(folder.folder(), Neighbourhood.next());
        assertThat(folder.folder().resolve("build")).doesNotExist();
        assertThat(Neighbourhood.everything(folder.folder()))
                .isEqualTo(Neighbourhood.fresh(parent.resolve("fresh"), Neighbourhood.next()));
    }

    @Test
    void aLockThatAKilledProcessLeftStopsNobody() throws IOException {
        Files.writeString(folder.folder().resolve(".thimble-lock"), "thimble-lock of somebody who is gone\n");
        folder.rewrite("report.json", text("new"));
        assertThat(folder.folder().resolve(".thimble-lock")).doesNotExist();
    }
}
