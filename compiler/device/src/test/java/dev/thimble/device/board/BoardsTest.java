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
import org.junit.jupiter.params.provider.ValueSource;

class BoardsTest {
    private static final String GOOD = """
            name: b
            title: A board
            cpu: Cortex-M4
            architecture: Armv7E-M
            tier: 3
            kernels: portable
            clock_hz: 25000000
            compiler_flags: [-mcpu=cortex-m4]
            layers: [_harness]
            memories:
              - {name: FLASH, kind: flash, origin: "0x0", size: "1024", holds: [code, weights, tables, tokenizer]}
              - {name: RAM, kind: ram, origin: "0x20000000", size: "0x400", holds: [arena, data, stack]}
            """;

    private static final String TOOLS = """
            prefix: arm-none-eabi-
            packages: [gcc-arm-none-eabi]
            compiler_flags: [-mthumb]
            linker_flags: [-nostdlib]
            libraries: [-lc]
            entry: start
            """;
    private static final String EMULATOR = """
            name: rp2040js
            program: node
            packages: [nodejs, libnode108]
            arguments: ["{layer}/emulator.js", "{elf}", "--rom={rom}{firmware}"]
            """;
    private static final String EMULATED = GOOD + "emulator: {rom: b1, firmware: B2}\n";

    @TempDir
    Path folder;

    @Test
    void theQemuBoardIsDescribed() {
        Board board = Boards.load(FakePackage.installation()).named("mps2-an386");
        assertThat(board.cpu()).isEqualTo("Cortex-M4");
        assertThat(board.kernels()).isEqualTo(KernelSets.DSP);
        assertThat(board.tools())
                .isEqualTo(new CrossTools(
                        "arm-none-eabi-",
                        List.of("gcc-arm-none-eabi", "libnewlib-arm-none-eabi"),
                        List.of("-mthumb", "-mcpu=cortex-m4", "-mfloat-abi=soft"),
                        List.of("-nostartfiles", "-nostdlib"),
                        List.of("-lc", "-lgcc"),
                        "thimble_reset"));
        assertThat(board.emulator()).hasValueSatisfying(emulator -> {
            assertThat(emulator.name()).isEqualTo("QEMU mps2-an386");
            assertThat(emulator.program()).isEqualTo("qemu-system-arm");
            assertThat(String.join(" ", emulator.arguments(Path.of("a.elf"))))
                    .isEqualTo("-M mps2-an386 -kernel a.elf -icount shift=6,sleep=off -display none -monitor none"
                            + " -serial stdio -semihosting-config enable=on,target=native");
        });
        assertThat(board.layers())
                .extracting(layer -> layer.getFileName().toString())
                .containsExactly("_harness", "_cortexm", "_qemu_arm", "_mps");
        assertThat(board.memoryOf(Section.ARENA).region()).isEqualTo(new Region(0x20000000L, 4 * 1024 * 1024));
    }

    @Test
    void everyBoardHasAPageWithItsMemories() throws IOException {
        for (Board board : Boards.load(FakePackage.installation()).boards()) {
            String page = Files.readString(board.folder().resolve("README.md"));
            assertThat(page).startsWith("# " + board.name() + "\n");
            assertThat(board.memories()).allSatisfy(memory -> {
                Region region = memory.region();
                assertThat(page)
                        .containsPattern(String.format(
                                Locale.ROOT, "\\| 0x%08x \\| %s \\|", region.origin(), sizeOnPages(region.size())));
            });
        }
    }

    private static String sizeOnPages(long bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }

    /**
     * A second board with the same core adds no column to the figures, and no time to tests of kernels; and a board without
     * room for the models that are measured stands for none.
     */
    @Test
    void ofBoardsWithTheSameCoreTheFirstWithRoomStandsForAll() throws IOException {
        String roomy = EMULATED.replace("size: \"1024\"", "size: \"0x100000\"");
        write("c/board.yml", roomy.replace("name: b", "name: c").replace("Cortex-M4", "Cortex-M3"));
        write("d/board.yml", roomy.replace("name: b", "name: d"));
        write("a/board.yml", GOOD.replace("name: b", "name: a"));
        write("aa/board.yml", EMULATED.replace("name: b", "name: aa"));
        write(roomy);
        assertThat(Boards.load(new Installation(folder)).cores())
                .extracting(Board::name)
                .containsExactly("b", "c");
    }

    @Test
    void aBoardWithoutEmulatorIsRead() throws IOException {
        write(GOOD);
        Board board = read();
        assertThat(board.emulator()).isEmpty();
        assertThat(board.bytes(MemoryKind.FLASH)).isEqualTo(1024);
    }

    @Test
    void anUnknownBoardIsAWrongCall() throws IOException {
        write(GOOD);
        write("a/board.yml", GOOD.replace("name: b", "name: a"));
        assertThatThrownBy(() -> Boards.load(new Installation(folder)).named("nonesuch"))
                .isInstanceOfSatisfying(
                        ThimbleException.class,
                        e -> assertThat(e.diagnostic().problem().status().code())
                                .isEqualTo(2))
                .hasMessage("error[THM-0608]: there is no board \"nonesuch\"; known boards: a, b (--board)");
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
        "0x20000000,0x3FF,'the memories \"FLASH\" and \"RAM\" overlap'",
        "0x20000000,-1,a memory lies within 32 bits",
        "0x20000000,0xFFFFFFFF,a memory lies within 32 bits",
        "0x20000000,0x7FFFFFFFFFFFFFFF,a memory lies within 32 bits",
        "1024,0,a memory lies within 32 bits",
        "1024,-1024,a memory lies within 32 bits",
        "name: RAM,name: FLASH,'two memories are called \"FLASH\"'",
        "name: b,'uf2: {family: \"0x100000000\"}\nname: b',a family of UF2 is a number of 32 bits",
        "name: b,'boot: {origin: \"0x0\"}\nname: b',Missing required creator property 'size'",
        "name: b,'boot: {origin: \"0x0\", size: \"few\"}\nname: b',a memory is not a number"
    })
    void whatABoardFileMayNotHoldIsNamed(String from, String to, String message) throws IOException {
        write(GOOD.replace(from, to));
        assertThatThrownBy(() -> Boards.load(new Installation(folder))).hasMessageContaining(message);
    }

    /** References to references, which would be 10^9 words if they were followed, and lists in lists in lists. */
    @Test
    void aFileThatGrowsWhenItIsReadIsRefused() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int at = 1; at < 9; at++) {
            bomb.append("a" + at + ": &a" + at + " [" + ("*a" + (at - 1) + ",").repeat(10) + "]\n");
        }
        for (String text :
                List.of(bomb + GOOD, "name: *a8\n" + bomb, "[".repeat(100_000), GOOD + "layers: " + "[".repeat(5000))) {
            write(text);
            assertThatThrownBy(() -> Boards.load(new Installation(folder))).hasMessageContaining("THM-0609");
        }
    }

    @BeforeEach
    void thereIsALayer() throws IOException {
        write("_harness/tools.yml", TOOLS);
        write("_harness/emulator.yml", EMULATOR);
    }

    private Path write(String text) throws IOException {
        return write("b/board.yml", text);
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve("boards").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    /** What another kind of core and another emulator need is said by files. */
    @Test
    void toolsAndEmulatorAreWhatTheLayersSay() throws IOException {
        write(EMULATED);
        Board board = read();
        assertThat(board.tools())
                .isEqualTo(new CrossTools(
                        "arm-none-eabi-",
                        List.of("gcc-arm-none-eabi"),
                        List.of("-mthumb", "-mcpu=cortex-m4"),
                        List.of("-nostdlib"),
                        List.of("-lc"),
                        "start"));
        Emulator emulator = board.emulator().orElseThrow();
        assertThat(emulator.name()).isEqualTo("rp2040js");
        assertThat(emulator.program()).isEqualTo("node");
        assertThat(emulator.packages()).containsExactly("nodejs", "libnode108");
        Path layer = folder.resolve("boards/_harness");
        assertThat(emulator.modules()).isEmpty();
        assertThat(emulator.arguments(Path.of("a.elf"))).containsExactly(layer + "/emulator.js", "a.elf", "--rom=b1B2");
    }

    @Test
    void aModuleThatIsNotInstalledIsNamed() throws IOException {
        write(EMULATED);
        write("_harness/emulator.yml", EMULATOR + "modules: [rp2040js]\n");
        Emulator emulator = read().emulator().orElseThrow();
        assertThat(emulator.missingModule()).hasValue("rp2040js");
        Files.createDirectories(folder.resolve(".thimble/node/_harness/node_modules/rp2040js"));
        assertThat(emulator.missingModule()).isEmpty();
    }

    @Test
    void aBoardWithUf2HasItsFamily() throws IOException {
        write(GOOD + "uf2: {family: \"0xe48bff56\"}\n");
        assertThat(read().uf2()).hasValue(new Uf2(0xE48BFF56L));
        write(GOOD);
        assertThat(read().uf2()).isEmpty();
    }

    /** A compiler of the first tier is enough for a board that nothing runs. */
    @Test
    void ofBoardsThoseCanBeTestedWhoseToolsAreHere() throws IOException {
        write(GOOD.replace("tier: 3", "tier: 1"));
        write("c/board.yml", GOOD.replace("name: b", "name: c"));
        write("d/board.yml", EMULATED.replace("name: b", "name: d").replace("tier: 3", "tier: 2"));
        Boards boards = Boards.load(new Installation(folder));
        assertThat(boards.upTo(2).boards()).extracting(Board::name).containsExactly("b", "d");
        assertThat(boards.withToolsOf(1).boards()).extracting(Board::name).containsExactly("b", "c");
        assertThat(boards.withToolsOf(2).boards()).hasSize(3);
    }

    @Test
    void aBoardMayHaveAnEmulatorOfItsOwn() throws IOException {
        write(EMULATED);
        Files.move(folder.resolve("boards/_harness/emulator.yml"), folder.resolve("boards/b/emulator.yml"));
        assertThat(read().emulator()).isPresent();
    }

    @Test
    void toolsThatNoLayerHasAreRefused() throws IOException {
        Path file = write(GOOD);
        Files.delete(folder.resolve("boards/_harness/tools.yml"));
        assertRefused(file, "one of the layers has tools.yml, and here none has");
    }

    @Test
    void toolsThatTwoLayersHaveAreRefused() throws IOException {
        Path file = write(GOOD);
        write("b/tools.yml", TOOLS);
        assertRefused(file, "one of the layers has tools.yml, and here [_harness, b] have");
    }

    @Test
    void anEmulatorThatNoLayerHasIsRefused() throws IOException {
        Path file = write(EMULATED);
        Files.delete(folder.resolve("boards/_harness/emulator.yml"));
        assertRefused(file, "one of the layers has emulator.yml, and here none has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rom: b1", "rom: b1, firmware: B2, colour: red", "rom: b1, firm: B2", "elf: x"})
    void aBoardSaysTheWordsThatItsEmulatorAsksForAndNoOthers(String words) throws IOException {
        assertRefused(write(GOOD + "emulator: {" + words + "}\n"), "\"emulator\" is to say [firmware, rom] and says");
    }

    private Board read() {
        return Boards.load(new Installation(folder)).named("b");
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(this::read)
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0609")
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void aLayersFileWithHolesIsRefusedAndNamesItself() throws IOException {
        write(EMULATED);
        assertEveryHoleIsRefused("_harness/tools.yml", TOOLS);
        assertEveryHoleIsRefused("_harness/emulator.yml", EMULATOR);
    }

    @Test
    void aFileWithHolesIsRefusedAndNamesItself() throws IOException {
        assertEveryHoleIsRefused("b/board.yml", GOOD);
        write(GOOD + "emulator: null\n");
        assertThat(read().emulator()).isEmpty();
    }

    /** Every value of a file made null, a list of it, nothing, twice there: a sentence each time, never a stack trace. */
    private void assertEveryHoleIsRefused(String file, String good) throws IOException {
        List<String> broken = new ArrayList<>(
                List.of("", "null", "---", "[]", "5", good + good, good + "---\nname: b\n", good + "colour: red\n"));
        Matcher value =
                Pattern.compile("(?<=: )[^,{}\\n]+|(?<=[\\[ ])[a-z]+(?=[,\\]])").matcher(good);
        while (value.find()) {
            for (String other : List.of("null", "~", "{}", "[[]]", "[null]", "")) {
                broken.add(good.substring(0, value.start()) + other + good.substring(value.end()));
            }
        }
        assertThat(broken).hasSizeGreaterThan(20);
        for (String text : broken) {
            Path path = write(file, text);
            assertThatThrownBy(this::read)
                    .as(text)
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-0609")
                    .hasMessageContaining(path.toString());
        }
        write(file, good);
    }
}
