package dev.thimble.fleet.round;

import dev.thimble.fleet.strategy.Strategies;
import java.io.IOException;
import java.nio.file.Path;

/** A process that aggregates, and ends without a word after so many bytes and steps. */
final class AggregatingChild {
    private AggregatingChild() {}

    /**
     * Aggregates.
     *
     * @param arguments the state, the updates, a strategy, and what is done before the end
     */
    public static void main(String... arguments) {
        FleetState.at(Path.of(arguments[0]), () -> {}, FailingDisk.halting(Integer.parseInt(arguments[3])))
                .aggregate(Path.of(arguments[1]), Strategies.parse(arguments[2]), new Plain());
    }

    /** Starts one, and waits for its end; its exit status. */
    static int run(Path state, Path updates, String strategy, int left) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AggregatingChild.class.getName(),
                        state.toString(),
                        updates.toString(),
                        strategy,
                        Integer.toString(left))
                .inheritIO()
                .start()
                .waitFor();
    }
}
