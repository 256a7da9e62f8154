package dev.thimble.cli.fleet;

import dev.thimble.fleet.round.Engine;
import dev.thimble.fleet.round.Plain;
import dev.thimble.flink.FlinkEngine;
import dev.thimble.flink.cluster.Cluster;
import dev.thimble.flink.cluster.Site;
import dev.thimble.flink.cluster.ThisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What computes with records, and where. */
final class EngineFlags {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** What is written for an engine. */
    private enum Kind {
        FLINK,
        PLAIN
    }

    @Option(
            names = "--engine",
            paramLabel = "E",
            description =
                    "flink (the default): Apache Flink, in this process or on a cluster; plain: a loop of one thread")
    private Kind kind = Kind.FLINK;

    @Option(
            names = "--flink",
            paramLabel = "HOST:PORT",
            converter = ClusterConverter.class,
            description =
                    "the REST interface of a session cluster of Apache Flink that the job runs on; STATE is then in a"
                            + " folder that all of its machines share")
    private Optional<Cluster> cluster = Optional.empty();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "how many subtasks check records: as many as cores")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    /**
     * The engine.
     *
     * @param state the folder of the fleet, where the engine may keep what it needs until it is done
     * @param devices the file of those that are enrolled
     */
    Engine engine(Path state, Path devices) {
        if (kind == Kind.PLAIN) {
            return new Plain();
        }
        Site site = cluster.isPresent() ? cluster.get() : new ThisProcess();
        return new FlinkEngine(site, Math.max(1, parallelism), devices, state.toAbsolutePath(), INTERVAL);
    }

    /** Reads an address. */
    static final class ClusterConverter implements ITypeConverter<Cluster> {
        private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):([0-9]{1,5})");
        private static final int MOST = 65_535;

        @Override
        public Cluster convert(String word) {
            Matcher address = ADDRESS.matcher(word);
            if (!address.matches() || Integer.parseInt(address.group(2)) > MOST) {
                throw new TypeConversionException("\"" + word + "\" is no HOST:PORT");
            }
            return new Cluster(address.group(1), Integer.parseInt(address.group(2)));
        }
    }
}
