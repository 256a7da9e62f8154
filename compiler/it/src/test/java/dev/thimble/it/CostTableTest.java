package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.thimble.artifact.OutFolder;
import dev.thimble.cli.bench.Bench;
import dev.thimble.cli.bench.BenchModel;
import dev.thimble.cli.bench.PerformancePage;
import dev.thimble.cli.bench.SeededModels;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.candidate.Candidates;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.candidate.ThriftyCandidates;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.schedule.Workload;
import dev.thimble.core.target.CostTable;
import dev.thimble.core.target.CostUnit;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.target.TargetCore;
import dev.thimble.core.target.Work;
import dev.thimble.device.board.Boards;
import dev.thimble.device.cycles.CoreTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table that the compiler chooses by, measured again: {@code -Dthimble.goldens=rewrite -Dthimble.full=true} writes it
 * anew, and {@code -Dthimble.full=true} compares every candidate.
 */
class CostTableTest {
    private static final Path TABLE =
            Checkout.ROOT.resolve("compiler/core/src/main/java/dev/thimble/core/target/MeasuredCosts.java");
    private static final String QUOTES = "\"\"\"\n";
    private static final String INDENT = " ".repeat(12);

    /** Of a whole inference. */
    private static final double ALLOWED = 5;

    /** Of a step, between this table and a new one. */
    private static final double ALLOWED_OF_TABLE = 2;

    /** Of all steps of an operator, where they are a notable part of an inference. */
    private static final double ALLOWED_OF_OPERATOR = 8;

    private static final double NOTABLE = 0.02;

    /** Below this difference, in per cent, either of two candidates may come first. */
    private static final int ALIKE = 3;

    private static final List<Integer> LENGTHS = List.of(128, 61, 16);

    @TempDir
    static Path folder;

    private static BenchModel bertTiny;
    private static BenchModel embBert;

    @BeforeAll
    static void models() {
        bertTiny = SeededModels.bertTiny(folder);
        embBert = SeededModels.embBert(folder);
    }

    private static CostMeasurement measurement(CostTable table) {
        return new CostMeasurement(new Bench(Checkout.INSTALLATION, folder), table);
    }

    private static Schedule loops(IntGraph graph, int block, CostTable table) {
        return Scheduler.schedule(graph, block, table.kernels());
    }

    /** Those of cores that can be measured here; {@code -Dthimble.everywhere=true} for all. */
    private static List<CostTable> tables() {
        return CostTable.all().stream().filter(CostTableTest::isMeasured).toList();
    }

    private static boolean isMeasured(CostTable table) {
        return Checkout.boards().cores().stream().anyMatch(core -> core.cpu().equals(table.cpu()));
    }

    @Test
    @EnabledIfSystemProperty(named = "thimble.goldens", matches = "rewrite")
    @EnabledIfSystemProperty(named = "thimble.full", matches = "true")
    void writeTheTable() throws IOException {
        List<Map<Work, Integer>> prices = new ArrayList<>();
        for (CostTable table : CostTable.all()) {
            prices.add(isMeasured(table) ? CostFit.prices(samples(table)) : table.thousandths());
        }
        String source = Files.readString(TABLE);
        int from = source.indexOf(QUOTES) + QUOTES.length();
        int to = source.indexOf(INDENT + QUOTES.trim(), from);
        Files.writeString(TABLE, source.substring(0, from) + text(prices) + source.substring(to));
    }

    /** Prices that often come together may change places: what they add up to counts. */
    @ParameterizedTest
    @MethodSource("tables")
    @EnabledIfSystemProperty(named = "thimble.full", matches = "true")
    void theTableIsTheOneThatWouldBeWritten(CostTable table) {
        List<CostFit.Sample> samples = samples(table);
        CostTable anew = new CostTable(table.kernels(), table.cpu(), table.unit(), CostFit.prices(samples));
        assertThat(samples)
                .allSatisfy(sample -> assertThat((double) table.cost(sample.work()))
                        .isCloseTo((double) anew.cost(sample.work()), withinPercentage(ALLOWED_OF_TABLE)));
    }

    /** Two rows where they have a price of their own. */
    private static IntStream blocks(CostTable table) {
        KernelSet kernels = table.kernels();
        boolean pairs = kernels.productPasses(MatrixLayout.PLAIN, 2).pairs() > 0;
        return IntStream.concat(IntStream.of(1, 4, 16), pairs ? IntStream.of(2) : IntStream.empty())
                .filter(block -> block <= kernels.rowsPerBlock());
    }

    private static List<CostFit.Sample> samples(CostTable table) {
        CostMeasurement measurement = measurement(table);
        List<CostFit.Sample> samples = new ArrayList<>();
        blocks(table)
                .forEach(block -> Stream.of(bertTiny, embBert)
                        .flatMap(model -> steps(measurement, model, model.integers(), block))
                        .forEach(samples::add));
        steps(measurement, bertTiny, Pipeline.HEAD_BY_HEAD.run(bertTiny.integers()), 4)
                .forEach(samples::add);
        steps(measurement, bertTiny, CostMeasurement.averaged(bertTiny.integers()), 4)
                .forEach(samples::add);
        steps(measurement, embBert, CostMeasurement.shortened(embBert.integers()), 4)
                .forEach(samples::add);
        if (table.kernels() == KernelSets.DSP) {
            IntStream.of(1, 4, 16)
                    .forEach(block -> steps(measurement, bertTiny, CostMeasurement.unpaired(bertTiny.integers()), block)
                            .forEach(samples::add));
        }
        samples.addAll(narrow(measurement));
        return samples;
    }

    /** Products with weights of 4 bits. */
    private static List<CostFit.Sample> narrow(CostMeasurement measurement) {
        return blocks(measurement.table())
                .boxed()
                .flatMap(block -> Stream.of(bertTiny, embBert)
                        .flatMap(model -> steps(measurement, model, CostMeasurement.narrowed(model.integers()), block)))
                .filter(sample -> sample.part(Work.NARROW_CALL) > 0)
                .toList();
    }

    private static Stream<CostFit.Sample> steps(
            CostMeasurement measurement, BenchModel model, IntGraph graph, int block) {
        return measurement.steps(model, loops(graph, block, measurement.table()), LENGTHS).stream()
                .map(CostMeasurement.Step::sample);
    }

    private static String text(List<Map<Work, Integer>> prices) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "kernels",
                CostTable.all().stream().map(table -> table.kernels().folder()));
        line(text, "cpu", CostTable.all().stream().map(CostTable::cpu));
        line(text, "unit", CostTable.all().stream().map(table -> table.unit().word()));
        for (Work piece : Work.values()) {
            line(text, piece.word(), prices.stream().map(table -> "" + table.getOrDefault(piece, 0)));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String head, Stream<String> cells) {
        text.append(INDENT)
                .append(head)
                .append(' ')
                .append(cells.collect(Collectors.joining(" ")))
                .append('\n');
    }

    /** Instructions stand in where there is no table of cycles, and nowhere else. */
    @Test
    void everySetHasATableInCyclesWhereTheCoresManualHasOne() {
        assertThat(CostTable.all().stream().map(CostTable::kernels).distinct())
                .containsExactlyElementsOf(KernelSets.all());
        assertThat(CostTable.all())
                .allSatisfy(table -> assertThat(table.unit() == CostUnit.CYCLES)
                        .isEqualTo(CoreTiming.of(table.cpu()).isPresent()));
    }

    /** The page's figures are measured by {@link PerformanceTest}. */
    @Test
    void estimatesOfThePagesInferencesAreWithinFivePerCent() throws IOException {
        Map<String, Double> page =
                PerformancePage.figures(Files.readString(Checkout.ROOT.resolve("docs/performance.md")));
        Boards boards = Boards.load(Checkout.INSTALLATION);
        BenchModel intents = BenchModel.of(OutFolder.open(Shipped.COMPILED).model(Optional.empty()), boards);
        int compared = 0;
        for (CostTable table : tables()) {
            for (BenchModel model : List.of(intents, bertTiny, embBert, bertTiny.forSpeed(), embBert.forSpeed())) {
                int tokens = PerformancePage.length(model);
                String row =
                        "million %s: %s | %d | %s".formatted(table.unit().word(), model.title(), tokens, table.cpu());
                if (page.containsKey(row) && table.kernels() != KernelSets.PORTABLE) {
                    Schedule loops = model.loops().apply(new TargetCore(table.kernels(), table));
                    assertThat(new Workload(loops, tokens).cost(table) / 1e6)
                            .as(row)
                            .isCloseTo(page.get(row), withinPercentage(ALLOWED));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(3 * 4 + 2);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void operatorsCostWhatTheTableSays(CostTable table) {
        for (BenchModel model : List.of(bertTiny, embBert)) {
            Schedule loops = loops(model.integers(), table.kernels().usualRows(), table);
            compare(table, model, measurement(table).steps(model, loops, List.of(SeededModels.TOKENS)));
        }
        Schedule narrow = loops(
                CostMeasurement.narrowed(bertTiny.integers()), table.kernels().usualRows(), table);
        compare(table, bertTiny, measurement(table).steps(bertTiny, narrow, List.of(SeededModels.TOKENS)));
    }

    private static void compare(CostTable table, BenchModel model, List<CostMeasurement.Step> steps) {
        Map<String, Long> measured = new TreeMap<>();
        Map<String, Long> estimated = new TreeMap<>();
        for (CostMeasurement.Step step : steps) {
            measured.merge(step.operator(), step.measured(), Long::sum);
            estimated.merge(step.operator(), table.cost(step.work()) / CostTable.SCALE, Long::sum);
        }
        long all = sum(measured);
        assertThat(sum(estimated)).as(model.title() + " on " + table.cpu()).isCloseTo(all, withinPercentage(ALLOWED));
        measured.forEach((operator, cost) -> assertThat(estimated.get(operator))
                .as(operator + " of " + model.title() + " on " + table.cpu())
                .satisfies(estimate -> assertThat(
                                cost < all * NOTABLE || Math.abs(estimate - cost) * 100 <= cost * ALLOWED_OF_OPERATOR)
                        .as(estimate + " instead of " + cost)
                        .isTrue()));
    }

    private static long sum(Map<String, Long> costs) {
        return costs.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Blocks that fit among 256 tokens may be larger than what a shorter sequence could pay for. */
    @Test
    void shorterSequencesAreNotSlowerThanLongerOnesThatHoldThem() {
        int tokens = SeededModels.TOKENS;
        IntGraph longer = embBert.integers();
        IntGraph shorter = new IntGraph(longer.name(), tokens, longer.nodes());
        for (CostTable table : tables()) {
            if (List.of("Cortex-M3", "Cortex-M4").contains(table.cpu())) {
                CostMeasurement measurement = measurement(table);
                long ofLonger = measurement.inference(embBert, chosen(longer, table), tokens);
                long ofShorter = measurement.inference(embBert, chosen(shorter, table), tokens);
                assertThat(ofShorter).as(table.cpu()).isLessThanOrEqualTo(ofLonger);
            }
        }
    }

    private static Schedule chosen(IntGraph graph, CostTable table) {
        List<Candidate> candidates = Candidates.of(graph, new TargetCore(table.kernels(), table), 0);
        return ThriftyCandidates.of(candidates, table.kernels()).get(0).schedule();
    }

    /** Not those that prices were taken from alone: blocks of 2 and 8 rows are in none of them. */
    @ParameterizedTest
    @MethodSource("tables")
    @EnabledIfSystemProperty(named = "thimble.full", matches = "true")
    void everyCandidateCostsWhatIsEstimatedAndTheOrderIsTheMeasuredOne(CostTable table) {
        for (BenchModel model : List.of(bertTiny, embBert)) {
            Map<Candidate, Long> measured = measured(table, model);
            measured.forEach((candidate, cost) -> assertThat(cost(candidate, table))
                    .as(model.title() + " on " + table.cpu() + ", " + candidate.choice())
                    .isCloseTo(cost, withinPercentage(ALLOWED)));
            measured.forEach((one, cost) -> measured.forEach((other, more) -> {
                if (more * 100 > cost * (100 + ALIKE)) {
                    assertThat(cost(one, table)).isLessThan(cost(other, table));
                }
            }));
            Candidate fastest = Goal.SPEED.pick(List.copyOf(measured.keySet()));
            long least = measured.values().stream().min(Long::compare).orElseThrow();
            assertThat(measured.get(fastest)).isLessThanOrEqualTo(least + least / 100);
        }
    }

    private static long cost(Candidate candidate, CostTable table) {
        return new Workload(candidate.schedule(), SeededModels.TOKENS).cost(table);
    }

    private static Map<Candidate, Long> measured(CostTable table, BenchModel model) {
        CostMeasurement measurement = measurement(table);
        Map<Candidate, Long> measured = new LinkedHashMap<>();
        for (Candidate candidate : Candidates.of(model.integers(), new TargetCore(table.kernels(), table), 0)) {
            measured.put(candidate, measurement.inference(model, candidate.schedule(), SeededModels.TOKENS));
        }
        return measured;
    }
}
