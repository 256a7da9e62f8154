package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.BoardFit;
import dev.thimble.pipeline.fit.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a model fits boards: flash and RAM apart, with what is left and what would help. */
class BoardFitsTest {
    private static final String LIKE = "mps2-an386";
    private static final Pattern TOKENS = Pattern.compile("--max-tokens (\\d+)");
    private static final Pattern VOCABULARY = Pattern.compile("--vocabulary (\\d+)");

    @TempDir
    Path folder;

    /** The example, with no more tokens than these, on a board with these memories. */
    private BoardFit fit(Optional<Integer> tokens, long flash, long ram) throws IOException {
        Path boards = folder.resolve("boards");
        if (!Files.exists(boards)) {
            Checkout.copy(Checkout.ROOT.resolve("boards"), boards);
        }
        Path yml = boards.resolve(LIKE).resolve("board.yml");
        Files.writeString(
                yml,
                Files.readString(Checkout.ROOT.resolve("boards").resolve(LIKE).resolve("board.yml"))
                        .replaceFirst("0x00400000", "0x" + Long.toHexString(flash))
                        .replaceFirst("0x00400000", "0x" + Long.toHexString(ram)));
        CompileSettings settings = CompileSettings.of(Checkout.MODEL)
                .maxTokens(tokens)
                .limits(Limits.none())
                .build();
        return new Compiler(Checkout.INSTALLATION, Progress.silent())
                .fits(settings, List.of(Boards.load(new Installation(folder)).named(LIKE)))
                .get(0);
    }

    /** A memory with room to spare makes up for nothing in another one. */
    @Test
    void ramThatLacksIsNotMadeUpForByFlash() throws IOException {
        BoardFit fit = fit(Optional.empty(), 4 << 20, 20 << 10);
        assertThat(fit.fits()).isFalse();
        assertThat(fit.memories()).extracting(use -> use.margin() >= 0).containsExactly(true, false);
        int tokens = number(TOKENS, fit);
        assertThat(tokens).isBetween(8, 63);
        assertThat(fit(Optional.of(tokens), 4 << 20, 20 << 10).fits()).isTrue();
        assertThat(fit(Optional.of(tokens + 1), 4 << 20, 20 << 10).fits()).isFalse();
    }

    /** What is said to fit is compiled with. */
    @Test
    void flashThatLacksIsNotMadeUpForByRam() throws IOException {
        BoardFit fit = fit(Optional.empty(), 512 << 10, 4 << 20);
        assertThat(fit.fits()).isFalse();
        assertThat(fit.memories()).extracting(use -> use.margin() >= 0).containsExactly(false, true);
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--board",
                "nucleo-f446re",
                "--calibration",
                Checkout.SENTENCES,
                "--vocabulary",
                number(VOCABULARY, fit),
                "-o",
                folder.resolve("out"));
    }

    private static int number(Pattern pattern, BoardFit fit) {
        String remedy = fit.remedy().orElseThrow();
        Matcher matcher = pattern.matcher(remedy);
        assertThat(matcher.find()).as(remedy).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void everyBoardIsJudged() {
        JsonNode boards =
                Call.succeeding("boards", "--fits", Checkout.TINY, "--json").document();
        Map<String, JsonNode> byName = StreamSupport.stream(boards.spliterator(), false)
                .collect(Collectors.toMap(board -> board.path("name").asText(), board -> board));
        assertThat(byName).hasSize(Boards.load(Checkout.INSTALLATION).boards().size());
        JsonNode smallest = byName.get("microbit");
        assertThat(smallest.path("fits").asBoolean()).isTrue();
        JsonNode flash = smallest.path("memories").get(0);
        assertThat(flash.path("size").asLong()).isEqualTo(256 << 10);
        assertThat(flash.path("margin").asLong())
                .isEqualTo(flash.path("size").asLong() - flash.path("needed").asLong());
        assertThat(smallest.has("remedy")).isFalse();
    }

    @Test
    void whatIsMissingIsSaidOfEachMemory() {
        String text = Call.succeeding("boards", "--fits", Checkout.MODEL).output();
        assertThat(text)
                .containsPattern(
                        "(?m)^no   microbit .* FLASH \\d+ of 256 KiB, \\d+ missing; RAM \\d+ of 16 KiB, \\d+ missing$")
                .contains("neither fewer tokens nor a smaller vocabulary nor fewer bits would be enough")
                .containsPattern("(?m)^yes  nucleo-h743zi .*DTCM \\d+ of 128 KiB, \\d+ left");
    }
}
