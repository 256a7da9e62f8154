package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thimble.backendc.Constants;
import dev.thimble.core.model.ModelName;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.HostDevice;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.StrictCheck;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name that the compiler takes gives a package that builds and computes; every other is refused by name. */
class NamesTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final int RANDOM_NAMES = 4;
    private static final Pattern IDENTIFIER = Pattern.compile("\\b(?:thimble|THIMBLE)_\\w+");

    /** What a model makes of its name; everything else that it defines is an array of its tokenizer. */
    private static final Pattern OF_A_MODEL = Pattern.compile(
            "thimble_([a-z][a-z0-9_]*)_"
                    + "(t|init|open|run|classify|selftest|factory|label|logit_scale|logit_zero_point|tokenize|tokenizer|weights|tables|image)");

    private static final Pattern MACRO_OF_A_MODEL = Pattern.compile("THIMBLE_([A-Z][A-Z0-9_]*)_"
            + "(NAME|VERSION|ARENA_BYTES|IMAGE_BYTES|MAX_TOKENS|LABELS|VOCABULARY|LOGIT_SCALE|LOGIT_ZERO_POINT|TOKENIZER_SCRATCH_BYTES|MODEL_H|CONSTANTS_H"
            + "|TOKENIZER_H)");

    @TempDir
    Path folder;

    /** Names of files, types, functions and macros of the runtime and of the harness, words of C, and whatever comes. */
    static Stream<String> names() {
        Random random = new Random(7);
        return Stream.concat(
                Stream.of(
                        "norm",
                        "attention",
                        "types",
                        "kernels",
                        "app",
                        "thimble_app",
                        "thimble",
                        "main",
                        "board",
                        "protocol",
                        "obj",
                        "dsp",
                        "class",
                        "x__y_",
                        "x".repeat(100)),
                Stream.generate(() -> name(random)).limit(RANDOM_NAMES));
    }

    private static String name(Random random) {
        String letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
        String rest = random.ints(random.nextInt(30), 0, letters.length())
                .mapToObj(at -> letters.substring(at, at + 1))
                .collect(Collectors.joining());
        return (char) ('a' + random.nextInt(26)) + rest;
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPackageOfAnyNameComputesTheReferencesBits(String name) throws IOException {
        assertThat(ModelName.obstacle(name)).isEmpty();
        CompiledPackage written = TinyPackage.write(folder, name, KernelSets.PORTABLE);
        Path program = new HostBuild(TOOLS, Checkout.INSTALLATION)
                .build(written, HostOptions.plain())
                .executable();
        try (Device device = HostDevice.start(program, name)) {
            assertThat(device.modelName()).isEqualTo(name);
            assertThat(TinyPackage.inputs().stream()
                            .map(ids -> device.ids(ids).logits())
                            .toList())
                    .isEqualTo(TinyPackage.logits());
        }
        List<Path> own = Stream.of("_model.c", "_constants.c", "_tokenizer.c")
                .map(ending -> folder.resolve("src/" + name + ending))
                .toList();
        assertThatCode(() -> new StrictCheck(TOOLS).check(own, List.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "board", "mps_board", "startup_cortexm", "dsp", "post_increment"})
    void aFirmwareOfAnyNameIsBuilt(String name) throws IOException {
        Board board = Boards.load(Checkout.INSTALLATION).named("mps2-an386");
        CompiledPackage written = TinyPackage.write(folder, name, KernelSets.DSP);
        assertThat(new FirmwareBuild(TOOLS, board)
                        .build(written, FirmwareOptions.plain().traced())
                        .elf())
                .isRegularFile();
    }

    /** What everything that is compiled with a package, or linked with it, calls its own. */
    private static Set<String> identifiersOfTheRuntime() throws IOException {
        List<Path> files = new ArrayList<>(Checkout.files(Checkout.ROOT.resolve("runtime-c/include")));
        files.addAll(Checkout.files(Checkout.ROOT.resolve("runtime-c/src/update")));
        files.addAll(Checkout.files(Checkout.ROOT.resolve("runtime-c/src/store")));
        files.addAll(Checkout.files(Checkout.ROOT.resolve("runtime-c/src/fleet")));
        files.addAll(Checkout.files(Checkout.ROOT.resolve("boards")));
        Set<String> found = new TreeSet<>();
        for (Path file : files) {
            // a type is nothing to who does not include its file
            boolean included =
                    file.startsWith(Checkout.ROOT.resolve("runtime-c/include")) || file.endsWith("thimble_app.h");
            IDENTIFIER
                    .matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> included || !word.endsWith("_t"))
                    .forEach(found::add);
        }
        for (KernelSet kernels : KernelSets.all()) {
            byte[] symbols = TinyPackage.files("tiny", kernels).get("src/thimble/symbols.h");
            IDENTIFIER
                    .matcher(new String(symbols, java.nio.charset.StandardCharsets.UTF_8))
                    .results()
                    .map(MatchResult::group)
                    .forEach(found::add);
        }
        return found;
    }

    @Test
    void noIdentifierOfTheRuntimeIsOneThatAModelCouldHave() throws IOException {
        Set<String> identifiers = identifiersOfTheRuntime();
        assertThat(identifiers).contains("thimble_result_t", "thimble_linear_s8", "thimble_stack_top", "THIMBLE_OK");
        for (String identifier : identifiers) {
            for (Pattern pattern : List.of(OF_A_MODEL, MACRO_OF_A_MODEL)) {
                var match = pattern.matcher(identifier);
                if (match.matches()) {
                    String name = match.group(1).toLowerCase(java.util.Locale.ROOT);
                    assertThat(ModelName.obstacle(name)).as(identifier).isPresent();
                }
            }
        }
    }

    /** The test above knows all that a model defines. */
    @ParameterizedTest
    @EnumSource
    void aModelDefinesNothingButWhatItsNameMakes(Constants constants) {
        Map<String, byte[]> files =
                TinyPackage.code("tiny", KernelSets.PORTABLE, constants).files();
        Set<String> words = new TreeSet<>();
        for (String file : List.of("include/tiny.h", "src/tiny_constants.h", "src/tiny_tokenizer.h")) {
            IDENTIFIER
                    .matcher(new String(files.getOrDefault(file, new byte[0]), java.nio.charset.StandardCharsets.UTF_8))
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> word.matches("(?i)thimble_tiny_.*"))
                    .forEach(words::add);
        }
        String own = constants == Constants.LINKED ? "thimble_tiny_weights" : "thimble_tiny_image";
        assertThat(words)
                .contains("thimble_tiny_init", own, "THIMBLE_TINY_ARENA_BYTES")
                .allMatch(word -> OF_A_MODEL.matcher(word).matches()
                        || MACRO_OF_A_MODEL.matcher(word).matches());
    }

    @Test
    void noFileOfTheRuntimeHasANameThatAModelsFilesHave() throws IOException {
        for (KernelSet kernels : KernelSets.all()) {
            assertThat(TinyPackage.files("tiny", kernels).keySet().stream()
                            .filter(file -> !file.matches("(src|include)/tiny.*"))
                            .toList())
                    .noneMatch(file -> file.matches("src/.*_(model|constants|tokenizer)\\.[ch]"))
                    .noneMatch(file -> file.matches("include/[^/]*"));
        }
    }

    /** Each compiler, with flags of the first board that has it. */
    static Stream<Arguments> compilers() {
        Map<Tool, List<String>> compilers = new LinkedHashMap<>(Map.of(Tool.GCC, List.of()));
        Checkout.boards()
                .boards()
                .forEach(board -> compilers.putIfAbsent(
                        Tool.compiler(board.tools()), board.tools().compilerFlags()));
        return compilers.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    /** A header in include/ stands before those of the system: also before what these include in turn. */
    @ParameterizedTest
    @MethodSource("compilers")
    void everyHeaderOfTheCLibraryIsRefusedAsAName(Tool compiler, List<String> flags) throws IOException {
        List<String> standard = List.of(
                "assert",
                "complex",
                "ctype",
                "errno",
                "fenv",
                "float",
                "inttypes",
                "iso646",
                "limits",
                "locale",
                "math",
                "setjmp",
                "signal",
                "stdarg",
                "stdbool",
                "stddef",
                "stdint",
                "stdio",
                "stdlib",
                "string",
                "tgmath",
                "time",
                "wchar",
                "wctype");
        Path source = Files.writeString(
                folder.resolve("all.c"),
                standard.stream().map(name -> "#include <" + name + ".h>\n").collect(Collectors.joining()));
        List<String> command = new ArrayList<>(List.of(TOOLS.require(compiler).toString()));
        command.addAll(flags);
        command.addAll(List.of("-M", source.toString()));
        List<String> listed = ToolRun.output(command)
                .replace("\\\n", " ")
                .lines()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .filter(file ->
                        file.matches(".*/(include|include-fixed|newlib|[a-z0-9_]+-linux-gnu)/[a-z][a-z0-9_]*\\.h"))
                .map(file -> file.replaceFirst(".*/", "").replaceFirst("\\.h$", ""))
                .toList();
        assertThat(listed).containsAll(List.of("string", "stdint"));
        assertThat(listed)
                .allSatisfy(
                        name -> assertThat(ModelName.obstacle(name)).as(name).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "string, include/string.h would stand before the system's header string.h",
        "math, include/math.h would stand before the system's header math.h",
        "result, thimble_result_t is a type of every package",
        "update, what reads updates has names that begin with thimble_update",
        "aux, Windows has no files of that name",
        "com1, Windows has no files of that name",
        "Ab, functions in C are to begin with it",
        "1a, functions in C are to begin with it"
    })
    void whatCannotBeANameIsRefusedBeforeAnyWork(String name, String reason) {
        Path out = folder.resolve("out");
        Call call = Call.thimble("compile", folder.resolve("no-model"), "--name", name, "-o", out);
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.errors())
                .contains("error[THM-0810]: \"" + name + "\" cannot name a package, for " + reason)
                .contains("give another with --name");
        assertThat(out).doesNotExist();
    }

    /** The folder's own name may be one that cannot be kept. */
    @ParameterizedTest
    @ValueSource(strings = {"string", "result", "NUL", "Con"})
    void aFoldersNameIsRefusedAlikeWithAHint(String name) throws IOException {
        Path model = Files.createDirectory(folder.resolve(name));
        Call call = Call.thimble("compile", model, "-o", folder.resolve("out"));
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.errors()).contains("THM-0810").contains("--name");
    }

    @Test
    void aNameOfMoreThanAHundredCharactersIsRefused() {
        Call call = Call.thimble("compile", folder, "--name", "x".repeat(101), "-o", folder.resolve("out"));
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.errors()).contains("THM-0810").contains("more than 100 characters");
    }
}
