package dev.thimble.flink.cluster;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.RemoteStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A session cluster, told by its job manager's REST interface. The job's classes are sent along; records, keys and checkpoints
 * lie in folders that all machines share.
 *
 * @param host of the job manager
 * @param port of its REST interface
 */
public record Cluster(String host, int port) implements Site {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public StreamExecutionEnvironment environment(Configuration settings, Path scratch)
            throws IOException, InterruptedException {
        requireJobManager();
        Configuration all = new Configuration(settings);
        all.set(DeploymentOptions.SHUTDOWN_IF_ATTACHED, true);
        String[] jars = ShippedJars.in(scratch).stream().map(Path::toString).toArray(String[]::new);
        return new RemoteStreamEnvironment(host, port, all, jars);
    }

    /** Flink's own client would try again for a minute, and then say little. */
    private void requireJobManager() throws InterruptedException {
        String version = EnvironmentInformation.getVersion();
        if (!overview().contains("\"flink-version\":\"" + version + "\"")) {
            throw new ThimbleException(FleetProblem.CLUSTER_SILENT.at("--flink", version, shown()));
        }
    }

    /** What the job manager says of itself; nothing where there is none. */
    private String overview() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + shown() + "/overview"))
                .timeout(PATIENCE)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String shown() {
        return host + ":" + port;
    }
}
