package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.core.candidate.Goal;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
import dev.thimble.device.board.CrossTools;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.board.Region;
import dev.thimble.device.board.Speed;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models over each limit: what overflows by how much, and remedies that are true. */
class LimitsTest {
    private static final long LOTS = 1 << 24;

    private static Board board(String name, long flash, long external, long ram) {
        return new Board(
                name,
                name,
                "Cortex-M4",
                "Armv7E-M",
                3,
                KernelSets.PORTABLE,
                new Speed(1, FlashTiming.NO_WAITING),
                new CrossTools("", List.of(), List.of(), List.of(), List.of(), ""),
                List.of(),
                List.of(),
                List.of(
                        memory("FLASH", MemoryKind.FLASH, 0, flash, Section.CODE, Section.TABLES, Section.TOKENIZER),
                        memory("EXTERNAL", MemoryKind.FLASH, LOTS, external, Section.WEIGHTS),
                        memory("RAM", MemoryKind.RAM, 2 * LOTS, ram, Section.ARENA, Section.DATA, Section.STACK)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Path.of(name));
    }

    private static BoardMemory memory(String name, MemoryKind kind, long origin, long size, Section... holds) {
        return new BoardMemory(name, kind, new Region(origin, size), Set.of(holds));
    }

    @TempDir
    Path folder;

    private Compilation compile(Limits limits, Optional<Integer> maxTokens, Optional<Goal> goal) throws IOException {
        return compile(settings(limits, maxTokens, goal));
    }

    private static Compilation compile(CompileSettings.Builder settings) {
        return new Compiler(Checkout.INSTALLATION, Progress.silent()).compile(settings.build());
    }

    private CompileSettings.Builder settings(Limits limits, Optional<Integer> maxTokens, Optional<Goal> goal)
            throws IOException {
        return CompileSettings.of(Checkout.MODEL)
                .name(Optional.of("tiny"))
                .maxTokens(maxTokens)
                .calibration(Optional.of(Shipped.tenSentences(folder)))
                .limits(limits)
                .goal(goal)
                .pipeline(Pipeline.standard().without(Pipeline.EQUALIZE_CHANNELS))
                .quantizer(new QuantizerOptions(false, false, false, false));
    }

    private Diagnostic refusal(Limits limits, Optional<Integer> maxTokens, Optional<Goal> goal) {
        Diagnostic diagnostic = catchThrowableOfType(ThimbleException.class, () -> compile(limits, maxTokens, goal))
                .diagnostic();
        assertThat(diagnostic.problem().code()).isEqualTo(401);
        assertThat(diagnostic.where().split(" bytes", -1)).as("five tensors").hasSize(6);
        return diagnostic;
    }

    private static Limits budget(long bytes) {
        return new Limits(bytes, Optional.empty(), List.of());
    }

    private static int number(Diagnostic diagnostic, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(diagnostic.hint());
        assertThat(matcher.find()).as(diagnostic.hint()).isTrue();
        return Integer.parseInt(matcher.group(1).replace(",", ""));
    }

    @Test
    void theRemediesOfAPassedBudgetAreTrueToTheByte() throws IOException {
        Diagnostic first = refusal(budget(500_000), Optional.empty(), Optional.of(Goal.SPEED));
        int needed = number(first, "--budget (\\d+)");
        assertThat(first.sentence()).contains("of the budget, " + String.format(Locale.ROOT, "%,d", needed - 500_000));
        int entries = number(first, "--vocabulary (\\d+) \\(of 2000 entries\\)");
        assertThat(entries).isBetween(64, 2000);
        compile(settings(budget(500_000), Optional.empty(), Optional.of(Goal.SPEED))
                .vocabulary(Optional.of(VocabularyWish.most(entries))));
        compile(budget(needed), Optional.empty(), Optional.of(Goal.SPEED));

        Limits tight = budget(needed - 5_000L);
        int tokens = number(refusal(tight, Optional.empty(), Optional.of(Goal.SPEED)), "--max-tokens (\\d+)");
        compile(tight, Optional.of(tokens), Optional.of(Goal.SPEED));
        refusal(tight, Optional.of(tokens + 1), Optional.of(Goal.SPEED));
    }

    @Test
    void aMemoryThatIsTooSmallIsNamedAndSoIsABoardWithRoom() {
        Limits limits = Limits.of(
                LOTS,
                board("small", LOTS, 100_000, LOTS),
                List.of(board("big", LOTS, LOTS, LOTS), board("slim", LOTS, LOTS, 1000)));
        Diagnostic refusal = refusal(limits, Optional.empty(), Optional.empty());
        assertThat(refusal.sentence()).contains("of EXTERNAL of small,").endsWith("(100,000 bytes)");
        assertThat(refusal.hint())
                .contains("--board big")
                .doesNotContain("slim")
                .doesNotContain("--max-tokens");
    }

    @Test
    void whereTheFastestDoesNotFitTheNextIsTaken() throws IOException {
        Compilation free = compile(Limits.none(), Optional.empty(), Optional.empty());
        assertThat(free.chosen()).isEqualTo(free.candidates().get(0));
        long room = free.chosen().arena() + free.code().contextBytes() - 8;
        Limits limits = Limits.of(LOTS, board("small", LOTS, LOTS, room), List.of());
        Compilation tight = compile(limits, Optional.empty(), Optional.empty());
        assertThat(tight.chosen()).isEqualTo(tight.candidates().get(1));
        assertThat(tight.chosen().arena()).isLessThan(free.chosen().arena());
        Diagnostic refusal = refusal(limits, Optional.empty(), Optional.of(Goal.SPEED));
        assertThat(refusal.sentence()).contains("of RAM of small, 8 bytes more");
        assertThat(refusal.hint()).contains("--optimize ram").contains("--max-tokens 63");
    }

    @Test
    void everyLimitThatIsPassedIsNamedInOneAnswer() {
        Limits limits = Limits.of(300_000, board("small", 1000, 100_000, 2000), List.of());
        String sentence = refusal(limits, Optional.empty(), Optional.empty()).sentence();
        assertThat(sentence.split(", and ", -1)).hasSize(4);
        assertThat(sentence)
                .contains("of the budget,", "of FLASH of small,", "of EXTERNAL of small,", "of RAM of small,");
    }

    @Test
    void whatCannotFitIsRefusedBeforeItIsCalibrated() throws IOException {
        Call call = Call.thimble(
                "compile",
                Checkout.MODEL,
                "-o",
                folder.resolve("out"),
                "--budget",
                "100KiB",
                "--calibration",
                Shipped.tenSentences(folder));
        assertThat(call.diagnostics()).singleElement().asString().startsWith("error[THM-0401]");
        assertThat(call.errors())
                .contains("reading")
                .doesNotContain("calibrating")
                .doesNotContain("equalising");
    }

    @Test
    void whatNothingHelpsSaysSo() {
        Limits limits = Limits.of(LOTS, board("small", 10, 10, 10), List.of());
        assertThat(refusal(limits, Optional.empty(), Optional.empty()).hint()).startsWith("neither fewer tokens");
    }
}
