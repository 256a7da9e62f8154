package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.LinkerScript;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessTest {
    private static final String NAME = "mps2-an386";

    @TempDir
    Path folder;

    /** A checkout whose only board has no layer but one, and that one C file. */
    private Board board() throws IOException {
        Path boards = folder.resolve("boards");
        Path own = Files.createDirectories(boards.resolve(NAME));
        Path layer = Files.createDirectories(boards.resolve("_layer"));
        Files.writeString(layer.resolve("layer.c"), "");
        Files.writeString(layer.resolve("layer.h"), "");
        Files.writeString(Files.createDirectories(layer.resolve("host")).resolve("main.c"), "");
        Files.writeString(own.resolve("board.c"), "");
        for (String file : List.of("_cortexm/tools.yml", "_qemu_arm/emulator.yml")) {
            Path original = FakePackage.installation().boards().resolve(file);
            Files.copy(original, layer.resolve(original.getFileName()));
        }
        String description = Files.readString(
                FakePackage.root().resolve("boards").resolve(NAME).resolve("board.yml"));
        Path updates = Files.createDirectories(boards.resolve("_store"));
        Files.writeString(updates.resolve("store.c"), "");
        Files.writeString(
                own.resolve("board.yml"),
                description
                        .replaceAll("layers: .*", "layers: [_layer]")
                        .replaceAll("updates: .*", "updates: [_store]"));
        return Boards.load(new Installation(folder)).named(NAME);
    }

    @Test
    void theCFilesOfTheLayersComeBeforeTheBoardsOwn() throws IOException {
        Board board = board();
        Path layer = folder.resolve("boards/_layer");
        Harness harness = new Harness(board);
        assertThat(harness.sources())
                .containsExactly(layer.resolve("layer.c"), board.folder().resolve("board.c"));
        assertThat(harness.includes()).containsExactly("-I" + layer);
    }

    @Test
    void whatTakesUpdatesIsInFirmwareThatDoesOnly() throws IOException {
        Board board = board();
        Path store = folder.resolve("boards/_store");
        assertThat(new Harness(board).sources()).doesNotContain(store.resolve("store.c"));
        Harness harness = Harness.updatable(board);
        assertThat(harness.sources())
                .containsExactly(
                        folder.resolve("boards/_layer/layer.c"),
                        store.resolve("store.c"),
                        board.folder().resolve("board.c"));
        assertThat(harness.includes()).contains("-I" + store);
    }

    @Test
    void aScriptIsMadeOfTheDescription() throws IOException {
        Board board = board();
        Path script = folder.resolve("link.ld");
        assertThat(new Harness(board).linkerFlags(folder))
                .isEqualTo(List.of("-T" + script, "-L" + folder.resolve("boards/_layer")));
        assertThat(script).hasContent(new LinkerScript(board).text());
    }

    @Test
    void aScriptThatTheBoardBringsIsTakenAsItIs() throws IOException {
        Board board = board();
        Path own = Files.writeString(board.folder().resolve("link.ld"), "/* of my own */\n");
        assertThat(new Harness(board).linkerFlags(folder)).contains("-T" + own);
        assertThat(folder.resolve("link.ld")).doesNotExist();
    }
}
