package dev.thimble.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.flink.cluster.ThisProcess;
import dev.thimble.flink.job.Fold;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkEngineTest {
    private static final int DEVICES = 500;
    private static final int PARAMETERS = 903;

    @TempDir
    private Path folder;

    private SyntheticRound round;
    private Path devices;
    private List<Path> inputs;

    /** Records that count, and some for every reason for which one does not. */
    @BeforeEach
    void makeRecords() throws IOException {
        round = new SyntheticRound(folder, PARAMETERS);
        devices = round.devices(DEVICES);
        List<byte[]> records = new ArrayList<>();
        for (int number = 0; number < DEVICES + 10; number++) {
            records.add(round.record(number, 0));
        }
        records.add(new byte[0]);
        records.add(new byte[5000]);
        for (int number = 0; number < 20; number++) {
            records.addAll(wrong(number));
        }
        Collections.shuffle(records, new Random(1));
        inputs = List.of(
                round.files("files", records.subList(0, 60)),
                round.journal("none", List.of()),
                round.journal("one", records.subList(60, 61)),
                round.journal("many", withoutEmpty(records.subList(61, records.size()))));
    }

    private List<byte[]> wrong(int number) {
        byte[] forged = round.record(number, 2);
        forged[500]++;
        return List.of(
                round.record(number, 0),
                forged,
                round.record(number, round.update(0, new byte[PARAMETERS])),
                round.record(number, round.update(1, new byte[PARAMETERS - 1])));
    }

    /** A journal's entries are no empty or too long ones. */
    private static List<byte[]> withoutEmpty(List<byte[]> records) {
        return records.stream()
                .map(record -> record.length == 0 || record.length > 1200 ? new byte[] {1} : record)
                .toList();
    }

    private FlinkEngine engine(int parallelism) {
        return new FlinkEngine(
                new ThisProcess(), parallelism, devices, folder.resolve("scratch"), Duration.ofMillis(200));
    }

    @Test
    void theResultIsTheOneOfAPlainLoopWhateverTheParallelism() throws IOException {
        check(Strategies.parse("fedavg"), 1, 2, 4);
    }

    @Test
    void ofTwoRecordsOfADeviceTheOneOfTheLowestCodeCountsThoughItComesSecond() throws IOException {
        List<byte[]> seconds = IntStream.range(0, DEVICES)
                .mapToObj(number -> round.record(number, 1))
                .toList();
        inputs = List.of(inputs.get(0), round.journal("seconds", seconds), inputs.get(3));
        check(Strategies.parse("krum:3"), 2);
    }

    @Test
    void aRoundOfNoRecordsIsAResultToo() throws IOException {
        Fold<?> fold = engine(2).fold(round.task(), Strategies.parse("fedavg"), List.of(inputs.get(1)));
        assertThat(fold.all().devices()).isZero();
        assertThat(fold.refused()).isEmpty();
    }

    @Test
    void whatAJobFailedOfIsToldInASentence() {
        List<Path> missing = List.of(folder.resolve("nothing.journal"));
        assertThatThrownBy(() -> engine(1).fold(round.task(), Strategies.parse("krum:3"), missing))
                .hasMessage("error[THM-1050]: the job of Apache Flink failed on this process:"
                        + " java.nio.file.NoSuchFileException: " + missing.get(0)
                        + "; call again: whatever was accepted is kept");
    }

    private <A extends Accumulator<A>> void check(Strategy<A> strategy, int... parallelisms) throws IOException {
        PlainLoop<A> plain = PlainLoop.choosing(round.task(), strategy, devices, inputs);
        assertThat(plain.refused())
                .containsOnlyKeys(
                        Reason.FORMAT, Reason.DEVICE, Reason.MAC, Reason.DUPLICATE, Reason.EXAMPLES, Reason.RANGE);
        for (int parallelism : parallelisms) {
            Fold<A> fold = engine(parallelism).fold(round.task(), strategy, inputs);
            assertThat(fold.refused()).isEqualTo(plain.refused());
            assertThat(fold.all().bytes()).isEqualTo(plain.all().bytes());
        }
    }
}
