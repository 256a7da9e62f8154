package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Op;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Placement;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.schedule.HeadByHead;
import dev.thimble.core.schedule.Loop;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.testing.DoubleExecutor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each stage of the compiler promises, on random graphs. */
class RandomStagesTest {
    private static final int COUNT = 60;
    private static List<RandomModel> models = List.of();

    @BeforeAll
    static void compileAll() {
        models = LongStream.range(5000, 5000 + COUNT)
                .mapToObj(RandomStagesTest::compiled)
                .flatMap(Optional::stream)
                .toList();
        assertThat(models).as("graphs that are not refused").hasSizeGreaterThanOrEqualTo(COUNT - 2);
    }

    /** A sum of values that calibration saw as zeros only may be refused, with a diagnostic. */
    private static Optional<RandomModel> compiled(long seed) {
        try {
            return Optional.of(RandomModel.of(seed));
        } catch (AssertionError e) {
            assertThat(e).hasRootCauseInstanceOf(ThimbleException.class);
            System.out.println("seed " + seed + ": " + e.getCause().getMessage());
            return Optional.empty();
        }
    }

    @Test
    void floatGraphsPrintAndParseBack() {
        for (RandomModel model : models) {
            assertThat(GraphText.parse(GraphText.print(model.source())))
                    .as(model::describe)
                    .isEqualTo(model.source());
        }
    }

    @Test
    void integerGraphsPrintAndParseBack() {
        for (RandomModel model : models) {
            assertThat(IntGraphText.parse(IntGraphText.print(model.integers())))
                    .as(model::describe)
                    .isEqualTo(model.integers());
        }
    }

    @Test
    void passesKeepTheFunction() {
        int folded = 0;
        for (RandomModel model : models) {
            folded += weightedSums(model.source()) - weightedSums(model.real());
            for (List<Integer> ids : model.inputs()) {
                int[] array = ids.stream().mapToInt(Integer::intValue).toArray();
                float[] before = new DoubleExecutor(model.source()).logits(array);
                float[] after = new DoubleExecutor(model.real()).logits(array);
                for (int i = 0; i < before.length; i++) {
                    assertThat(after[i])
                            .as(model::describe)
                            .isCloseTo(before[i], within(1e-4f * (1 + Math.abs(before[i]))));
                }
            }
        }
        assertThat(folded).as("weighted sums that became plain sums").isPositive();
    }

    private static int weightedSums(Graph graph) {
        return (int) graph.nodes().stream()
                .filter(node -> node.op() instanceof Op.WeightedSum)
                .count();
    }

    @Test
    void everyValueIsMadeOnceAndBeforeItIsRead() {
        for (RandomModel model : models) {
            Set<String> made = new HashSet<>();
            for (IntNode step : steps(model.schedule())) {
                assertThat(made).as(model::describe).containsAll(step.inputs());
                assertThat(made.add(step.name())).as(step.name()).isTrue();
            }
            assertThat(made).contains(model.integers().output().name());
        }
    }

    private static List<IntNode> steps(Schedule schedule) {
        List<IntNode> steps = new ArrayList<>();
        schedule.loops().forEach(loop -> steps.addAll(loop.steps()));
        return steps;
    }

    @Test
    void whatAnotherLoopReadsIsStored() {
        for (RandomModel model : models) {
            for (Loop loop : model.schedule().loops()) {
                for (IntNode step : loop.steps()) {
                    assertThat(step.inputs())
                            .as(model::describe)
                            .allMatch(input -> loop.makes(input)
                                    || model.schedule().stored().contains(input));
                }
            }
        }
    }

    /** Any value, and all that follow from it; heads apart or not. */
    @Test
    void whatIsToComeLastDoes() {
        Random random = new Random(5);
        for (RandomModel model : models) {
            Set<String> last = new HashSet<>();
            List<IntNode> nodes = model.integers().nodes();
            last.add(nodes.get(random.nextInt(nodes.size())).name());
            nodes.stream()
                    .filter(node -> node.inputs().stream().anyMatch(last::contains))
                    .forEach(node -> last.add(node.name()));
            Schedule schedule = Scheduler.schedule(model.integers(), 1 + random.nextInt(4), KernelSets.PORTABLE, last);
            assertThat(steps(schedule).stream()
                            .map(step -> last.contains(step.name()))
                            .toList())
                    .as(model::describe)
                    .isSorted();
            assertThat(steps(schedule)).hasSameSizeAs(steps(model.schedule()));
        }
    }

    @Test
    void headsThatAreComputedApartGiveTheSameLogits() {
        int split = 0;
        for (RandomModel model : models) {
            IntGraph apart = HeadByHead.split(model.integers());
            split += apart.equals(model.integers()) ? 0 : 1;
            for (List<Integer> input : model.inputs()) {
                int[] ids = input.stream().mapToInt(Integer::intValue).toArray();
                assertThat(new IntegerExecutor(apart).logits(ids))
                        .as(model::describe)
                        .isEqualTo(new IntegerExecutor(model.integers()).logits(ids));
            }
        }
        assertThat(split).as("models with heads to split").isPositive();
    }

    @Test
    void nothingThatLivesAtOneTimeSharesMemory() {
        long arena = 0;
        long bound = 0;
        int tight = 0;
        int optimal = 0;
        for (RandomModel model : models) {
            MemoryPlan plan = model.plan();
            checkPlan(model, plan.placements());
            assertThat(plan.arena()).isGreaterThanOrEqualTo(plan.lowerBound());
            assertThat(plan.arena() % MemoryPlan.ALIGNMENT).isZero();
            arena += plan.arena();
            bound += plan.lowerBound();
            tight += plan.arena() == plan.lowerBound() ? 1 : 0;
            optimal += plan.optimal() ? 1 : 0;
        }
        System.out.printf(
                "%d plans, %d at their lower bound, %d proved optimal; %d bytes of at least %d%n",
                models.size(), tight, optimal, arena, bound);
        assertThat(arena).as("bytes of all plans, against their lower bounds").isLessThan(bound * 105 / 100);
    }

    private static void checkPlan(RandomModel model, List<Placement> placements) {
        for (Placement one : placements) {
            assertThat(one.end()).isLessThanOrEqualTo(model.plan().arena());
            for (Placement other : placements) {
                boolean apart = one.equals(other)
                        || !one.buffer().overlaps(other.buffer())
                        || one.end() <= other.offset()
                        || other.end() <= one.offset();
                assertThat(apart)
                        .as(() -> one + " and " + other + " in " + model.describe())
                        .isTrue();
            }
        }
        for (IntNode step : steps(model.schedule())) {
            long bytes = (long) model.schedule().rowsHeld(step)
                    * step.shape().width()
                    * step.quantization().precision().bytes();
            assertThat(model.plan().of(step.name()).buffer().bytes()).isGreaterThanOrEqualTo(bytes);
        }
    }
}
