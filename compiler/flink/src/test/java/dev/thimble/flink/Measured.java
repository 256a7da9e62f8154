package dev.thimble.flink;

import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.flink.cluster.ThisProcess;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that aggregates a journal, by the job or by the plain loop, and says how long that took and how much it held. */
final class Measured {
    private static final double NANOSECONDS = 1e9;

    private Measured() {}

    /** Takes the folder of a round, the word of a strategy, and how many subtasks there are; 0 means the loop. */
    public static void main(String... call) throws IOException {
        System.out.println(line(Path.of(call[0]), call[1], Integer.parseInt(call[2])));
    }

    /** The digest of the result, the seconds, and the mebibytes. */
    static String line(Path folder, String strategy, int parallelism) throws IOException {
        long begun = System.nanoTime();
        byte[] all = aggregated(folder, Strategies.parse(strategy), parallelism);
        double seconds = (System.nanoTime() - begun) / NANOSECONDS;
        return Octets.sha256(all) + " " + seconds + " " + peakMebibytes();
    }

    private static <A extends Accumulator<A>> byte[] aggregated(Path folder, Strategy<A> strategy, int parallelism)
            throws IOException {
        SyntheticRound round = new SyntheticRound(folder, SyntheticRound.HEAD);
        Path devices = folder.resolve("devices.jsonl");
        List<Path> inputs = List.of(folder.resolve("records.journal"));
        if (parallelism == 0) {
            return PlainLoop.streaming(round.task(), strategy, devices, inputs)
                    .all()
                    .bytes();
        }
        FlinkEngine engine = new FlinkEngine(
                new ThisProcess(), parallelism, devices, folder.resolve("scratch"), Duration.ofSeconds(5));
        return engine.fold(round.task(), strategy, inputs).all().bytes();
    }

    /** The most memory that the process had, as Linux counts it. */
    private static long peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
