package dev.thimble.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.flink.cluster.Cluster;
import dev.thimble.flink.job.Fold;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a cluster of processes that know nothing of Thimble. {@code -Dthimble.full} has more records,
 * {@code -Dthimble.records} as many as it says.
 */
class ClusterTest {
    private static final int RECORDS =
            Integer.getInteger("thimble.records", Boolean.getBoolean("thimble.full") ? 200_000 : 100_000);
    private static final int DEVICES = 10_000;
    private static final int MOST = 16;

    @TempDir
    private Path folder;

    /**
     * Each task manager reads one half of the records. A job that ended before one could be lost shows nothing, so that
     * it is done again with more records: how fast the machine is must not matter.
     */
    @Test
    void theResultIsTheSameWhenATaskManagerIsKilledOnTheWay() throws Exception {
        SyntheticRound round = new SyntheticRound(folder, SyntheticRound.HEAD);
        Path devices = round.devices(DEVICES);
        boolean lost = false;
        for (int records = RECORDS; !lost && records <= MOST * RECORDS; records *= 2) {
            Path own = Files.createDirectory(folder.resolve("with-" + records));
            List<Path> inputs = List.of(half(round, own, 0, records), half(round, own, 1, records));
            try (LoopbackCluster cluster = LoopbackCluster.start(Files.createDirectory(own.resolve("cluster")), 2)) {
                FlinkEngine engine = engine(cluster.port(), devices);
                lost = check(Strategies.parse("fedavg"), round, engine, inputs, cluster);
            }
        }
        assertThat(lost).isTrue();
    }

    private static Path half(SyntheticRound round, Path folder, int first, int records) throws IOException {
        return round.journal(
                folder.getFileName() + "-" + first,
                () -> IntStream.range(0, records / 2)
                        .mapToObj(number -> round.record((2 * number + first) % DEVICES, 0))
                        .iterator());
    }

    private FlinkEngine engine(int port, Path devices) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        return new FlinkEngine(new Cluster("127.0.0.1", port), 2, devices, scratch, Duration.ofMillis(100));
    }

    /** Whether the job went on from a checkpoint; the result must be right in any case. */
    private static <A extends Accumulator<A>> boolean check(
            Strategy<A> strategy, SyntheticRound round, FlinkEngine engine, List<Path> inputs, LoopbackCluster cluster)
            throws Exception {
        long begun = System.nanoTime();
        CompletableFuture<Fold<A>> job =
                CompletableFuture.supplyAsync(() -> engine.fold(round.task(), strategy, inputs));
        String id = cluster.awaitJob();
        cluster.awaitCheckpoint(id, job::isDone);
        cluster.killTaskManager();
        Fold<A> fold = job.get();
        System.out.printf(Locale.ROOT, "a task manager killed: %.1f s%n", (System.nanoTime() - begun) / 1e9);
        PlainLoop<A> plain = PlainLoop.streaming(round.task(), strategy, engine.devices(), inputs);
        assertThat(fold.refused()).isEqualTo(plain.refused());
        assertThat(fold.all().bytes()).isEqualTo(plain.all().bytes());
        return cluster.checkpointsTakenUp(id) > 0;
    }

    @Test
    void whereNoClusterIsOneSentenceSaysSo() throws IOException {
        SyntheticRound round = new SyntheticRound(folder, 1);
        FlinkEngine engine = engine(closedPort(), round.devices(1));
        assertThatThrownBy(() -> engine.fold(round.task(), Strategies.parse("fedavg"), List.of(folder)))
                .hasMessageStartingWith("error[THM-1051]: no job manager of Apache Flink 2.3.0 answers at 127.0.0.1:");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
