package dev.thimble.flink.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink's cluster of one machine in this process, which begins and ends with the job. */
public record ThisProcess() implements Site {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public StreamExecutionEnvironment environment(Configuration settings, Path scratch)
            throws IOException, InterruptedException {
        Configuration all = new Configuration(settings);
        all.set(CoreOptions.TMP_DIRS, scratch.toString());
        all.set(WebOptions.TMP_DIR, scratch.toString());
        all.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse("1m"));
        all.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        all.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        all.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        all.set(RestOptions.ADDRESS, LOOPBACK);
        all.set(RestOptions.BIND_PORT, "0");
        OwnKey.in(scratch).guard(all);
        return StreamExecutionEnvironment.createLocalEnvironment(settings.get(CoreOptions.DEFAULT_PARALLELISM), all);
    }

    @Override
    public String shown() {
        return "this process";
    }
}
