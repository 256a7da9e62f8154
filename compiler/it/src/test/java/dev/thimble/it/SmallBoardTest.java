package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.LinkerScript;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board of one's own whose memories hold a model's constants and arena, but hardly more. */
class SmallBoardTest {
    private static final String ROOT = "thimble.root";
    private static final String LIKE = "mps2-an386";
    private static final String SIZE = "0x00400000";
    private static final Pattern TOO_SMALL = Pattern.compile(
            "error\\[THM-0403]: the firmware does not fit: (FLASH|RAM) of small is (\\d+) bytes too small; .*");

    private static final long ENOUGH = 1 << 20;

    /** The page under the stack, which begins at a multiple of its size. */
    private static final long GUARD = 1024;

    @TempDir
    Path folder;

    /** A checkout with one board more. */
    private Path checkout;

    /** What compilation copies into packages is part of the checkout. */
    @BeforeEach
    void setUp() throws IOException {
        checkout = folder.resolve("checkout");
        for (String part : List.of("boards", "runtime-c", "templates")) {
            Checkout.copy(Checkout.ROOT.resolve(part), checkout.resolve(part));
        }
        Checkout.copy(checkout.resolve("boards").resolve(LIKE), board());
        Path verifier = Path.of("compiler/verify/target/thimble-verify.jar");
        Files.copy(Checkout.ROOT.resolve("LICENSE"), checkout.resolve("LICENSE"));
        Files.createDirectories(checkout.resolve(verifier).getParent());
        Files.copy(Checkout.ROOT.resolve(verifier), checkout.resolve(verifier));
    }

    /** A call within that checkout. */
    private Call thimble(Object... words) {
        System.setProperty(ROOT, checkout.toString());
        try {
            return Call.thimble(words);
        } finally {
            System.setProperty(ROOT, Checkout.ROOT.toString());
        }
    }

    private void succeeding(Object... words) {
        Call call = thimble(words);
        assertThat(call.status()).as(call.toString()).isZero();
    }

    private Path board() {
        return checkout.resolve("boards/small");
    }

    /** Gives the board these memories. */
    private void sizes(long flash, long ram) throws IOException {
        String text =
                Files.readString(Checkout.ROOT.resolve("boards").resolve(LIKE).resolve("board.yml"));
        assertThat(text.split(SIZE, -1)).hasSize(3);
        Files.writeString(
                board().resolve("board.yml"),
                text.replace("name: " + LIKE, "name: small")
                        .replaceFirst(SIZE, "0x" + Long.toHexString(flash))
                        .replaceFirst(SIZE, "0x" + Long.toHexString(ram)));
    }

    private void compile(Path out) throws IOException {
        succeeding(
                "compile",
                Checkout.MODEL,
                "--board",
                "small",
                "-o",
                out,
                "--name",
                Shipped.NAME,
                "--calibration",
                Checkout.SENTENCES);
    }

    /** Bytes that the named memory is short of. */
    private static long missing(Call build, String memory) {
        assertThat(build.status()).as(build.toString()).isEqualTo(1);
        assertThat(build.output()).isEmpty();
        assertThat(build.diagnostics()).hasSize(1);
        Matcher matcher = TOO_SMALL.matcher(build.diagnostics().get(0));
        assertThat(matcher.matches()).as(build.toString()).isTrue();
        assertThat(matcher.group(1)).isEqualTo(memory);
        return Long.parseLong(matcher.group(2));
    }

    @Test
    void codeAndStackThatDoNotFitAreTold() throws IOException {
        JsonNode report = Shipped.report();
        JsonNode flash = report.path("memory").path("flash");
        long constants = flash.path("total").asLong() - flash.path("code").asLong();
        long stack = report.path("firmware").path("stack_reserved").asLong();
        long data = report.path("firmware").path("ram").asLong() - stack;
        sizes(constants + 1024, data);
        Path out = folder.resolve("package");
        compile(out);
        byte[] compiled = Files.readAllBytes(out.resolve("report.json"));

        sizes(constants + 1024, ENOUGH);
        long code = 1024 + missing(thimble("build", out), "FLASH");
        sizes(constants + code, data);
        long withoutStack = missing(thimble("build", out), "RAM");
        sizes(constants + code, data + withoutStack);
        long withStack = missing(thimble("build", out), "RAM");
        assertThat(withoutStack + withStack).isBetween(stack, stack + 2 * GUARD);
        assertThat(out.resolve("build/small/" + Shipped.NAME + ".hex")).doesNotExist();
        assertThat(out.resolve("report.json")).hasBinaryContent(compiled);

        sizes(constants + code, data + withoutStack + withStack);
        succeeding("build", out);
        aTextThatItsMemoryDoesNotHoldIsToldAndTheOthersAreAnswered(out);
    }

    /** A board may bring a linker's script of its own; what that lacks is told in one sentence, and nothing is left. */
    @Test
    void aRegionThatAScriptLacksIsNamed() throws IOException {
        sizes(ENOUGH, ENOUGH);
        Path out = folder.resolve("package");
        compile(out);
        String script = new LinkerScript(Boards.load(new Installation(checkout)).named("small")).text();
        assertThat(script).contains("REGION_ALIAS(\"WEIGHTS\"");
        Files.writeString(
                board().resolve(LinkerScript.FILE), script.replaceFirst("REGION_ALIAS\\(\"WEIGHTS\".*\n", ""));
        Call build = thimble("build", out);
        assertThat(build.status()).isEqualTo(1);
        assertThat(build.diagnostics())
                .singleElement()
                .asString()
                .startsWith(
                        "error[THM-0405]: the linker's script of small has no memory region WEIGHTS (link.ld) give link.ld");
        assertThat(out.resolve("build/small/" + Shipped.NAME + ".elf")).doesNotExist();
    }

    private void aTextThatItsMemoryDoesNotHoldIsToldAndTheOthersAreAnswered(Path out) throws IOException {
        Path inputs = folder.resolve("inputs.jsonl");
        String tooLong = "word ".repeat(100_000);
        Files.writeString(
                inputs,
                Stream.of("turn on the light", tooLong, "play some music")
                        .map(text -> "{\"text\": \"" + text + "\"}\n")
                        .collect(Collectors.joining()));
        Call run = thimble("run", out, "--target", "qemu", "--input", inputs, "--json");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.objects()).hasSize(2);
        assertThat(run.diagnostics())
                .singleElement()
                .asString()
                .startsWith("error[THM-0821]: the text of 500000 bytes is longer than")
                .contains("(line 2)");
        assertThat(thimble("run", out, "--input", inputs, "--json").objects()).hasSize(3);
        Call eval = thimble("eval", out, "--target", "qemu", "--data", inputs, "--json");
        assertThat(eval.status()).isEqualTo(1);
        assertThat(eval.document().path("rows").asInt()).isEqualTo(2);
        assertThat(eval.document().path("unanswered").asInt()).isEqualTo(1);
        assertThat(eval.diagnostics()).singleElement().asString().contains("(line 2)");
    }
}
