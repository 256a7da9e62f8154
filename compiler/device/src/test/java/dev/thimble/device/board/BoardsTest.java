package dev.thimble.device.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import dev.thimble.device.FakePackage;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardsTest {
    private static final String GOOD = """
            name: b
            title: A board
            cpu: Cortex-M4
            architecture: Armv7E-M
            tier: 3
            kernels: portable
            compiler_flags: [-mthumb]
            layers: [_harness]
            memories:
              - {name: FLASH, kind: flash, origin: "0x0", size: "1024", holds: [code, weights, tables, tokenizer]}
              - {name: RAM, kind: ram, origin: "0x20000000", size: "0x400", holds: [arena, data, stack]}
            """;

    @TempDir
    Path folder;

    @Test
    void theQemuBoardIsDescribed() {
        Board board = Boards.load(FakePackage.installation()).named("mps2-an386");
        assertThat(board.cpu()).isEqualTo("Cortex-M4");
        assertThat(board.kernels()).isEqualTo(KernelSets.DSP);
        assertThat(board.emulator()).contains(new Emulator("mps2-an386", 6));
        assertThat(board.layers())
                .extracting(layer -> layer.getFileName().toString())
                .containsExactly("_harness", "_cortexm", "_mps");
        assertThat(board.memoryOf(Section.ARENA).region()).isEqualTo(new Region(0x20000000L, 4 * 1024 * 1024));
    }

    @Test
    void theReadmeListsEveryBoard() throws IOException {
        String readme = Files.readString(FakePackage.root().resolve("boards/README.md"));
        for (Board board : Boards.load(FakePackage.installation()).boards()) {
            String row = String.format(
                    Locale.ROOT,
                    "| [%s](%s/README.md) | %s | %s | %d KiB | %d KiB | %s | %d |",
                    board.name(),
                    board.name(),
                    board.title(),
                    board.cpu(),
                    board.bytes(MemoryKind.FLASH) / 1024,
                    board.bytes(MemoryKind.RAM) / 1024,
                    board.emulator().map(Emulator::machine).orElse("none"),
                    board.tier());
            assertThat(readme.lines()).contains(row);
        }
    }

    @Test
    void aBoardWithoutEmulatorIsRead() throws IOException {
        write(GOOD);
        Board board = Boards.load(new Installation(folder)).named("b");
        assertThat(board.emulator()).isEmpty();
        assertThat(board.bytes(MemoryKind.FLASH)).isEqualTo(1024);
    }

    @Test
    void anUnknownBoardIsAWrongCall() {
        assertThatThrownBy(() -> Boards.load(FakePackage.installation()).named("nonesuch"))
                .isInstanceOfSatisfying(
                        ThimbleException.class,
                        e -> assertThat(e.diagnostic().problem().status().code())
                                .isEqualTo(2))
                .hasMessage("error[THM-0608]: there is no board \"nonesuch\"; known boards: mps2-an385, mps2-an386,"
                        + " mps2-an500, mps2-an505, mps3-an547 (--board)");
    }

    @ParameterizedTest
    @CsvSource({
        "name: FLASH,'colour: red, name: FLASH',Unrecognized field",
        "'weights, ','','\"weights\" needs one memory'",
        "'tables, ','tables, arena, ','\"arena\" needs one memory'",
        "kind: ram,kind: flash,'\"arena\" needs one memory, of kind ram'",
        "kind: flash,kind: rom,there is no kind of memory",
        "arena,heap,there is no section class",
        "tier: 3,'',Missing required creator property 'tier'",
        "name: b,name: c,its name is",
        "kernels: portable,kernels: fast,there are no kernels",
        "_harness,_radio,'there is no layer \"_radio\"'",
        "_harness,b,'there is no layer \"b\"'",
        "_harness,_harness/../_harness,'there is no layer'",
        "0x20000000,0xZZ,a memory is not a number",
        "name: b,'boot: {origin: \"0x0\"}\nname: b',Missing required creator property 'size'",
        "name: b,'boot: {origin: \"0x0\", size: \"few\"}\nname: b',a memory is not a number"
    })
    void whatABoardFileMayNotHoldIsNamed(String from, String to, String message) throws IOException {
        write(GOOD.replace(from, to));
        assertThatThrownBy(() -> Boards.load(new Installation(folder))).hasMessageContaining(message);
    }

    @BeforeEach
    void thereIsALayer() throws IOException {
        Files.createDirectories(folder.resolve("boards/_harness"));
    }

    private void write(String text) throws IOException {
        Path file = folder.resolve("boards/b/board.yml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Every value of the file made null, a list of it, nothing, twice there: a sentence each time, never a stack trace. */
    @Test
    void aFileWithHolesIsRefusedAndNamesItself() throws IOException {
        Path file = Files.createDirectories(folder.resolve("boards/b")).resolve("board.yml");
        List<String> broken =
                new ArrayList<>(List.of("", "null", "---", "[]", "5", GOOD + GOOD, GOOD + "---\nname: b\n"));
        Matcher value =
                Pattern.compile("(?<=: )[^,{}\\n]+|(?<=[\\[ ])[a-z]+(?=[,\\]])").matcher(GOOD);
        while (value.find()) {
            for (String other : List.of("null", "~", "{}", "[[]]", "[null]", "")) {
                broken.add(GOOD.substring(0, value.start()) + other + GOOD.substring(value.end()));
            }
        }
        assertThat(broken).hasSizeGreaterThan(100);
        for (String text : broken) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Boards.load(new Installation(folder)))
                    .as(text)
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-0609");
        }
        Files.writeString(file, GOOD + "emulator: null\n");
        assertThat(Boards.load(new Installation(folder)).named("b").emulator()).isEmpty();
    }
}
