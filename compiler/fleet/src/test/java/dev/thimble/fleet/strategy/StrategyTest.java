package dev.thimble.fleet.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each strategy against its definition, and each in any order. */
class StrategyTest {
    private static final int SIZE = 7;

    private static Task task(int shift) {
        return TestFleet.task(SIZE, shift, new Form.Dense());
    }

    static Stream<String> words() {
        return Stream.of(
                "fedavg",
                "median",
                "trimmed-mean:0.2",
                "krum:3",
                "multi-krum:2:4",
                "fedavg+adam:0.01",
                "median+adam:0.05",
                "trimmed-mean:0.2+adam:1",
                "secure+adam:0.01",
                "reptile:0.5",
                "secure");
    }

    private static Task taskOf(Strategy<?> strategy, int shift) {
        return TestFleet.task(SIZE, shift, strategy.takes(new Form.Masked()) ? new Form.Masked() : new Form.Dense());
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyOrderAndEveryPartitionGivesTheSameBytes(String word) {
        checkOrders(Strategies.parse(word), new Random(1));
    }

    private static <A extends Accumulator<A>> void checkOrders(Strategy<A> strategy, Random random) {
        for (int i = 0; i < 60; i++) {
            Task task = taskOf(strategy, random.nextInt(24));
            List<Accepted> updates = Cohort.any(task, 9 + random.nextInt(30), random);
            A all = Cohort.all(strategy, task, updates);
            A merged = Cohort.merged(strategy, task, updates, random);
            assertThat(merged.bytes()).isEqualTo(all.bytes());
            assertThat(merged.devices()).isEqualTo(updates.size());
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void itsOwnWordMeansTheSame(String word) {
        assertThat(Strategies.parse(word).word()).isEqualTo(word);
        assertThat(Strategies.parse(word)).isEqualTo(Strategies.parse(word));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mean",
                "FedAvg",
                "fedavg ",
                "fedavg:1",
                "trimmed-mean",
                "trimmed-mean:0.5",
                "trimmed-mean:-0.1",
                "trimmed-mean:.2",
                "krum",
                "krum:-1",
                "krum:10000",
                "multi-krum:1",
                "multi-krum:1:0",
                "fedadam:0",
                "fedadam:1.1",
                "median+adam",
                "median+adam:0",
                "+adam:0.1",
                "mean+adam:0.1",
                "median+adam:0.1+adam:0.1",
                "reptile:0",
                "reptile:2",
                "reptile:1e-3"
            })
    void otherWordsAreRefused(String word) {
        assertThatThrownBy(() -> Strategies.parse(word)).hasMessageContaining("THM-1004");
    }

    @ParameterizedTest
    @MethodSource("words")
    void bytesOfAnotherLengthAreRefused(String word) {
        Strategy<?> strategy = Strategies.parse(word);
        assertThatThrownBy(() -> strategy.read(taskOf(strategy, 0), new byte[11]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("words")
    void masksAndStrategiesThatReadValuesExcludeEachOther(String word) {
        Strategy<?> strategy = Strategies.parse(word);
        assertThat(strategy.requireFor(taskOf(strategy, 0))).isEqualTo(strategy);
        Form other = strategy.takes(new Form.Masked()) ? new Form.Dense() : new Form.Masked();
        assertThatThrownBy(() -> strategy.requireFor(TestFleet.task(SIZE, 0, other)))
                .hasMessageContaining("THM-1005")
                .hasMessageContaining(word);
    }

    @Test
    void ofNoUpdateThereIsNoChange() {
        assertThatThrownBy(() -> Cohort.change(new FedAvg(), task(0), List.of()))
                .hasMessageContaining("THM-1006");
        List<Accepted> few = Cohort.any(task(0), 8, new Random(2));
        assertThatThrownBy(() -> Cohort.change(new Krum(3, 1), task(0), few))
                .hasMessageContaining("krum:3 needs at least 9 updates, and 8 were accepted");
    }

    private static int rounded(BigDecimal exact) {
        return exact.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).intValueExact();
    }

    private static BigDecimal quotient(long sum, int shift, long count) {
        return new BigDecimal(BigInteger.valueOf(sum).shiftLeft(shift))
                .divide(BigDecimal.valueOf(count), 40, RoundingMode.FLOOR);
    }

    @Test
    void fedavgIsTheWeightedMean() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Task task = task(random.nextInt(24));
            List<Accepted> updates = Cohort.any(task, 1 + random.nextInt(20), random);
            Parameters change = Cohort.change(new FedAvg(), task, updates);
            long weight = updates.stream().mapToLong(Accepted::examples).sum();
            for (int p = 0; p < SIZE; p++) {
                long[] values = Cohort.column(updates, SIZE, p);
                long sum = IntStream.range(0, values.length)
                        .mapToLong(j -> values[j] * updates.get(j).examples())
                        .sum();
                assertThat(change.value(p)).isEqualTo(rounded(quotient(sum, task.shift(), weight)));
            }
        }
    }

    @Test
    void halvesAreRoundedUp() {
        assertThat(Cohort.change(
                        new FedAvg(),
                        TestFleet.task(4, 0, new Form.Dense()),
                        List.of(Cohort.accepted(1, 1, 1, -1, -3, 127), Cohort.accepted(2, 1, 2, -2, 0, 126))))
                .isEqualTo(Parameters.of(2, -1, -1, 127));
    }

    @Test
    void reptileCountsEachDeviceOnce() {
        Random random = new Random(4);
        for (int i = 0; i < 100; i++) {
            Task task = task(random.nextInt(24));
            BigDecimal rate = BigDecimal.valueOf(1 + random.nextInt(1000), 3);
            List<Accepted> updates = Cohort.any(task, 1 + random.nextInt(20), random);
            Parameters change = Cohort.change(new Reptile(rate), task, updates);
            for (int p = 0; p < SIZE; p++) {
                long sum = LongStream.of(Cohort.column(updates, SIZE, p)).sum();
                assertThat(change.value(p))
                        .isEqualTo(rounded(
                                quotient(sum, task.shift(), updates.size()).multiply(rate)));
            }
        }
    }

    @Test
    void theMedianIsTheMiddleOne() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            Task task = task(random.nextInt(24));
            List<Accepted> updates = Cohort.any(task, 1 + random.nextInt(20), random);
            Parameters change = Cohort.change(new Median(), task, updates);
            for (int p = 0; p < SIZE; p++) {
                long[] sorted = Cohort.sorted(Cohort.column(updates, SIZE, p));
                long both = sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2];
                assertThat(change.value(p)).isEqualTo((int) Math.floorDiv(both << task.shift(), 2L));
            }
        }
    }

    /** Half a step is 8 parameter units where a step is 16. */
    @Test
    void theMedianKeepsHalvesOfSteps() {
        Task task = TestFleet.task(1, 4, new Form.Dense());
        assertThat(Cohort.change(new Median(), task, List.of(Cohort.accepted(1, 1, 2), Cohort.accepted(2, 1, 5))))
                .isEqualTo(Parameters.of(56));
    }

    @Test
    void theTrimmedMeanLeavesBothEndsOut() {
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            Task task = task(random.nextInt(24));
            BigDecimal share = BigDecimal.valueOf(random.nextInt(500), 3);
            List<Accepted> updates = Cohort.any(task, 1 + random.nextInt(30), random);
            Parameters change = Cohort.change(new TrimmedMean(share), task, updates);
            int dropped = share.multiply(BigDecimal.valueOf(updates.size())).intValue();
            for (int p = 0; p < SIZE; p++) {
                long[] sorted = Cohort.sorted(Cohort.column(updates, SIZE, p));
                long[] rest = Arrays.copyOfRange(sorted, dropped, sorted.length - dropped);
                assertThat(change.value(p))
                        .isEqualTo(rounded(quotient(LongStream.of(rest).sum(), task.shift(), rest.length)));
            }
        }
    }

    /** A fifth of ten is two, in binary fractions as well. */
    @Test
    void theShareIsDecimal() {
        Task task = TestFleet.task(1, 0, new Form.Dense());
        List<Accepted> ten = IntStream.range(0, 10)
                .mapToObj(i -> Cohort.accepted(i, 1, i < 2 ? -127 : i < 8 ? 5 : 127))
                .toList();
        assertThat(Cohort.change(Strategies.parse("trimmed-mean:0.2"), task, ten))
                .isEqualTo(Parameters.of(5));
        assertThat(Cohort.change(Strategies.parse("trimmed-mean:0.19"), task, ten))
                .isEqualTo(Parameters.of(4));
    }

    @Test
    void krumTakesTheOneWithTheNearestNeighbours() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            Task task = task(3);
            int attackers = random.nextInt(4);
            int chosen = 1 + random.nextInt(3);
            List<Accepted> updates = Cohort.any(task, 2 * attackers + 3 + random.nextInt(8), random);
            if (chosen <= updates.size() - attackers) {
                assertThat(Cohort.change(new Krum(attackers, chosen), task, updates))
                        .isEqualTo(NaiveKrum.change(updates, SIZE, attackers, chosen, task.shift()));
            }
        }
    }

    @Test
    void ofEqualScoresTheLowerDeviceComesFirst() {
        Task task = TestFleet.task(1, 0, new Form.Dense());
        List<Accepted> mirrored =
                List.of(Cohort.accepted(9, 1, -1), Cohort.accepted(4, 1, 1), Cohort.accepted(8, 1, 100));
        assertThat(Cohort.change(new Krum(0, 1), task, mirrored)).isEqualTo(Parameters.of(1));
    }

    @Test
    void krumHoldsSoManyAndNoMore() {
        Task task = TestFleet.task(1, 0, new Form.Dense());
        Vectors vectors = new Krum(1, 1).empty(task);
        IntStream.range(0, Vectors.MOST_DEVICES).forEach(i -> vectors.add(Cohort.accepted(i, 1, 0)));
        assertThatThrownBy(() -> vectors.add(Cohort.accepted(-1, 1, 0)))
                .hasMessageContaining("THM-1007")
                .hasMessageContaining("krum:1 takes at most 1024 updates of 1 parameters");
    }

    @Test
    void fedadamIsAdamOnTheWeightedMean() {
        assertThat(Strategies.parse("fedadam:0.01")).isEqualTo(Strategies.parse("fedavg+adam:0.01"));
    }

    /** By hand, for one parameter and two rounds. */
    @Test
    void adamFollowsItsDefinition() {
        Task task = TestFleet.task(1, 20, new Form.Dense());
        Adaptive<Sums> adam = new Adaptive<>(new FedAvg(), new BigDecimal("0.01"));
        double first = 0;
        double second = 1e-6;
        Moments moments = Moments.NONE;
        for (int value : new int[] {4, -3}) {
            Sums sums = Cohort.all(adam, task, List.of(Cohort.accepted(1, 5, value)));
            Outcome outcome = adam.outcome(task, sums, Moments.read(moments.bytes()));
            double gradient = value / 16.0;
            first = 0.9 * first + (1 - 0.9) * gradient;
            second = 0.99 * second + (1 - 0.99) * (gradient * gradient);
            double step = 0.01 * first / (Math.sqrt(second) + 1e-3);
            assertThat(outcome.change().value(0)).isEqualTo((int) Math.floor(step * (1 << 24) + 0.5));
            moments = outcome.moments();
        }
    }

    @Test
    void theSumOfMaskedWordsIsTheWeightedMean() {
        Random random = new Random(8);
        Task task = TestFleet.task(SIZE, 5, new Form.Masked());
        Task open = task(5);
        for (int i = 0; i < 50; i++) {
            List<Accepted> updates = Cohort.any(open, 2 + random.nextInt(10), random);
            assertThat(Cohort.change(new Secure(), task, NaiveMasks.on(updates, SIZE, random)))
                    .isEqualTo(Cohort.change(new FedAvg(), open, updates));
        }
    }

    @Test
    void masksThatAreLeftAreNoticedUntilTheyAreRecovered() {
        Task task = TestFleet.task(SIZE, 5, new Form.Masked());
        List<Accepted> masked = Cohort.any(task, 3, new Random(9));
        assertThatThrownBy(() -> Cohort.change(new Secure(), task, masked)).hasMessageContaining("THM-1008");
        MaskedSums sums = Cohort.all(new Secure(), task, masked);
        int[] masks = new int[SIZE + 1];
        sums.recover(masks);
        assertThat(sums.bytes())
                .isEqualTo(Cohort.all(new Secure(), task, masked).bytes());
        masks[SIZE] = (int) (3 - sums.examples());
        sums.recover(masks);
        assertThat(sums.examples()).isEqualTo(3);
    }

    @Test
    void parametersStayWithin32Bits() {
        Parameters ends = Parameters.of(Integer.MAX_VALUE, Integer.MIN_VALUE, 5);
        assertThat(ends.plus(Parameters.of(1, -1, -7)))
                .isEqualTo(Parameters.of(Integer.MAX_VALUE, Integer.MIN_VALUE, -2));
        assertThat(Parameters.read(ends.bytes())).isEqualTo(ends);
    }
}
