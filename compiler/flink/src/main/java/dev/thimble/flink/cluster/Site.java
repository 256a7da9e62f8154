package dev.thimble.flink.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where the job runs. */
public sealed interface Site permits ThisProcess, Cluster {
    /**
     * An environment whose jobs run here.
     *
     * @param settings of the job
     * @param scratch a folder that is kept until the job ended
     * @throws dev.thimble.core.diag.ThimbleException where nothing can run
     */
    StreamExecutionEnvironment environment(Configuration settings, Path scratch)
            throws IOException, InterruptedException;

    /** How diagnostics name it. */
    String shown();
}
