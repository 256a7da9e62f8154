package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.cli.bench.Bench;
import dev.thimble.cli.bench.BenchModel;
import dev.thimble.cli.bench.BenchPlan;
import dev.thimble.cli.bench.BenchResult;
import dev.thimble.cli.bench.PerformancePage;
import dev.thimble.cli.bench.SeededModels;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.cycles.CoreTiming;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The figures of docs/performance.md, measured again: whole inferences of the seeded models on every core; with {@code
 * -Dthimble.full=true} everything that the page has.
 */
class PerformanceTest {
    private static final Path PAGE = Checkout.ROOT.resolve("docs/performance.md");
    private static final double ALLOWED = 0.02;
    private static final boolean REWRITE =
            System.getProperty("thimble.goldens", "").equals("rewrite");

    @TempDir
    Path folder;

    @Test
    void noFigureOfThePageIsMoreThanTwoPerCentOff() throws IOException {
        PerformancePage measured = new PerformancePage(measure());
        if (REWRITE && Checkout.full() && Checkout.everywhere()) {
            Files.writeString(PAGE, measured.markdown());
        }
        Map<String, Double> expected = PerformancePage.figures(Files.readString(PAGE));
        Map<String, Double> found = PerformancePage.figures(measured.markdown());
        assertThat(found).isNotEmpty();
        assertThat(expected.keySet()).containsAll(found.keySet());
        if (Checkout.full()) {
            assertThat(found.keySet()).containsAll(ofMeasuredCores(expected.keySet()));
        }
        List<String> off = new ArrayList<>();
        found.forEach((row, figure) -> compare(row, expected.get(row), figure, off));
        assertThat(off)
                .as("docs/performance.md is stale; ./thimble test --full -Dthimble.goldens=rewrite -Dthimble.full=true"
                        + " writes it anew")
                .isEmpty();
    }

    private static List<String> ofMeasuredCores(Set<String> rows) {
        Set<String> cores = Checkout.boards().cores().stream().map(Board::cpu).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> cores.contains(row.substring(row.lastIndexOf('|') + 2)))
                .toList();
    }

    /** README's figures have one decimal, and are those of cores that every test measures. */
    @Test
    void theReadmeQuotesThePage() throws IOException {
        Map<String, Double> page = PerformancePage.figures(Files.readString(PAGE));
        Map<String, Double> quoted = PerformancePage.figures(Files.readString(Checkout.ROOT.resolve("README.md")));
        List<Board> cores = Boards.load(Checkout.INSTALLATION).upTo(1).cores();
        long timed = cores.stream()
                .filter(board -> CoreTiming.of(board.cpu()).isPresent())
                .count();
        assertThat(quoted).hasSize((int) (2 * (cores.size() + timed)));
        quoted.forEach((row, figure) -> {
            String model = row.substring(0, row.lastIndexOf(':'));
            String core = row.substring(row.lastIndexOf('|') + 2);
            assertThat(page.get(model + " | 128 | " + core)).as(row).isCloseTo(figure, within(0.05001));
        });
    }

    private static void compare(String row, double expected, double found, List<String> off) {
        double change = found / expected - 1;
        if (Math.abs(change) > ALLOWED) {
            off.add(String.format(
                    Locale.ROOT,
                    "%s: %.3f instead of %.3f, %.1f %% %s",
                    row,
                    found,
                    expected,
                    100 * Math.abs(change),
                    change > 0 ? "worse" : "better"));
        }
    }

    private List<BenchResult> measure() {
        Bench bench = new Bench(Checkout.INSTALLATION, folder);
        List<BenchResult> results = new ArrayList<>();
        if (Checkout.full()) {
            BenchModel example = example();
            List<Example> sentences = PerformancePage.sentences(DataFile.read(Checkout.SENTENCES));
            for (Board board : Checkout.boards().cores()) {
                results.add(bench.measure(example, board, plan(example, sentences)));
            }
        }
        List<BenchModel> seeded = List.of(SeededModels.bertTiny(folder), SeededModels.embBert(folder));
        for (BenchModel model : seeded) {
            for (Board board : Checkout.boards().cores()) {
                results.add(bench.measure(model, board, plan(model, List.of())));
            }
        }
        for (BenchModel model : seeded) {
            for (Board board : Checkout.boards().cores()) {
                if (board.kernels().hasFasterBlocks()) {
                    results.add(bench.measure(model.forSpeed(), board, plan(model, List.of())));
                }
            }
        }
        return results;
    }

    private static BenchModel example() {
        CompileSettings settings = CompileSettings.of(Checkout.MODEL)
                .name(Optional.of(Shipped.NAME))
                .calibration(Optional.of(Checkout.SENTENCES))
                .build();
        return BenchModel.of(new Compiler(Checkout.INSTALLATION, Progress.silent()).compile(settings));
    }

    private static BenchPlan plan(BenchModel model, List<Example> sentences) {
        return new BenchPlan(
                List.of(PerformancePage.length(model)), sentences, Checkout.full(), true, Optional.empty());
    }
}
