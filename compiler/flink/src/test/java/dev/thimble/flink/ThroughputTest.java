package dev.thimble.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the job is, and how much memory it has, beside a plain loop that checks and adds up the same records: one journal,
 * written before. {@code -Dthimble.full} has a million of them, and each way a process of its own.
 */
class ThroughputTest {
    private static final boolean FULL = Boolean.getBoolean("thimble.full");
    private static final int RECORDS = FULL ? 1_000_000 : 10_000;

    @TempDir
    private Path folder;

    /** What a process said. */
    private record Figures(String digest, double seconds, long mebibytes) {
        static Figures of(String line) {
            String[] words = line.strip().split(" ", -1);
            return new Figures(words[0], Double.parseDouble(words[1]), Long.parseLong(words[2]));
        }

        String shown(String name) {
            return "%-8s %9.1f s %9.0f records/s %6d MiB".formatted(name, seconds, RECORDS / seconds, mebibytes);
        }
    }

    @Test
    void theJobGivesWhatThePlainLoopDoesOfManyRecords() throws Exception {
        SyntheticRound round = new SyntheticRound(folder, SyntheticRound.HEAD);
        round.devices(RECORDS);
        round.journal(
                "records",
                () -> IntStream.range(0, RECORDS)
                        .mapToObj(number -> round.record(number, 0))
                        .iterator());
        Figures plain = measured("fedavg", 0);
        System.out.println(plain.shown("plain"));
        for (int parallelism : FULL ? new int[] {1, 2} : new int[] {2}) {
            Figures job = measured("fedavg", parallelism);
            System.out.println(job.shown("job, " + parallelism));
            assertThat(job.digest()).isEqualTo(plain.digest());
        }
    }

    private Figures measured(String strategy, int parallelism) throws IOException, InterruptedException {
        if (!FULL) {
            return Figures.of(Measured.line(folder, strategy, parallelism));
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Measured.class.getName(),
                        folder.toString(),
                        strategy,
                        Integer.toString(parallelism))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Figures.of(output);
    }
}
