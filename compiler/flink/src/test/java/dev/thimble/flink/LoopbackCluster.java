package dev.thimble.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** A session cluster of Flink's as people start it: a job manager and task managers, each a process, on the loopback. */
final class LoopbackCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int POLLS = 3000;
    private static final int POLL_MILLISECONDS = 20;
    private static final String SETTINGS = """
            jobmanager.rpc.address: 127.0.0.1
            jobmanager.rpc.port: %d
            jobmanager.bind-host: 127.0.0.1
            rest.address: 127.0.0.1
            rest.bind-address: 127.0.0.1
            rest.port: %d
            taskmanager.host: 127.0.0.1
            taskmanager.bind-host: 127.0.0.1
            taskmanager.rpc.port: "0"
            taskmanager.numberOfTaskSlots: 2
            taskmanager.load-balance.mode: SLOTS
            taskmanager.cpu.cores: 2
            taskmanager.memory.framework.heap.size: 128m
            taskmanager.memory.framework.off-heap.size: 64m
            taskmanager.memory.task.heap.size: 128m
            taskmanager.memory.task.off-heap.size: 0m
            taskmanager.memory.network.min: 32m
            taskmanager.memory.network.max: 32m
            taskmanager.memory.managed.size: 0m
            taskmanager.memory.jvm-metaspace.size: 128m
            taskmanager.memory.jvm-overhead.min: 64m
            taskmanager.memory.jvm-overhead.max: 64m
            heartbeat.interval: 1 s
            heartbeat.timeout: 10 s
            io.tmp.dirs: %s
            blob.storage.directory: %s
            """;

    private final Path folder;
    private final int port;
    private final Process jobManager;
    private final List<Process> taskManagers = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private LoopbackCluster(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.jobManager = start(StandaloneSessionClusterEntrypoint.class);
    }

    /** Starts it, and waits until its task managers are there. */
    static LoopbackCluster start(Path folder, int taskManagers) throws Exception {
        int rest = freePort();
        Path temporary = Files.createDirectory(temporary(folder));
        Files.writeString(folder.resolve("config.yaml"), SETTINGS.formatted(freePort(), rest, temporary, temporary));
        LoopbackCluster cluster = new LoopbackCluster(folder, rest);
        for (int i = 0; i < taskManagers; i++) {
            cluster.taskManagers.add(cluster.start(TaskManagerRunner.class));
        }
        cluster.await("/overview", overview -> overview.path("slots-total").asInt() == 2 * taskManagers);
        return cluster;
    }

    private static Path temporary(Path folder) {
        return folder.resolve("tmp");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(Class<?> entrypoint) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Djava.io.tmpdir=" + temporary(folder),
                        "-cp",
                        flinkAlone(),
                        entrypoint.getName(),
                        "--configDir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()))
                .start();
    }

    /** What the tests were started with, without anything of Thimble's: a cluster knows none of it. */
    private static String flinkAlone() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("thimble-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    int port() {
        return port;
    }

    /** Kills the first task manager, as a machine is lost. */
    void killTaskManager() {
        taskManagers.get(0).destroyForcibly();
    }

    /** The id of the only job, once it is there. */
    String awaitJob() throws Exception {
        return await("/jobs", jobs -> jobs.path("jobs").size() == 1)
                .at("/jobs/0/id")
                .asText();
    }

    /** Waits until a job has a checkpoint from which it could go on, or is over. */
    void awaitCheckpoint(String job, BooleanSupplier over) throws Exception {
        await(
                checkpoints(job),
                answer -> over.getAsBoolean() || answer.at("/counts/completed").asInt() > 0);
    }

    /** How often a job went on from a checkpoint. */
    int checkpointsTakenUp(String job) throws Exception {
        return await(checkpoints(job), answer -> answer.has("counts"))
                .at("/counts/restored")
                .asInt();
    }

    private static String checkpoints(String job) {
        return "/jobs/" + job + "/checkpoints";
    }

    /** What the REST interface answers, once it is as asked. */
    private JsonNode await(String path, Predicate<JsonNode> asked) throws Exception {
        for (int polls = 0; polls < POLLS; polls++) {
            Optional<JsonNode> answer = get(path).filter(asked);
            if (answer.isPresent()) {
                return answer.get();
            }
            assertThat(jobManager.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS))
                    .isFalse();
        }
        throw new AssertionError(path + ": " + get(path));
    }

    private Optional<JsonNode> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Optional.of(new ObjectMapper()
                    .readTree(client.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Ends its processes, and no others. */
    @Override
    public void close() {
        Stream.concat(taskManagers.stream(), Stream.of(jobManager))
                .forEach(process -> process.destroyForcibly().onExit().join());
    }
}
