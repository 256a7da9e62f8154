package dev.thimble.transport.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.Reason;
import dev.thimble.transport.BackOff;
import dev.thimble.transport.Collector;
import dev.thimble.transport.Courier;
import dev.thimble.transport.Lost;
import dev.thimble.transport.TestRound;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and devices that share a folder. */
class FolderTest {
    private static final int DEVICES = 3;

    @TempDir
    Path folder;

    private TestRound round;
    private Path shared;
    private final List<Optional<Reason>> told = new ArrayList<>();

    @BeforeEach
    void begin() {
        round = TestRound.of(folder.resolve("state"), DEVICES);
        shared = folder.resolve("shared");
    }

    private void serve(int steps) {
        AtomicInteger left = new AtomicInteger(steps);
        new Collector(round.state(), new FolderServer(shared), duration -> {}, (device, reason) -> told.add(reason))
                .collect(() -> left.getAndDecrement() > 0, Duration.ZERO);
    }

    /** The server works while the device pauses. */
    private Courier courier(int device) {
        Octets id = TestRound.device(device);
        BackOff backOff = new BackOff(Duration.ofMillis(1), Duration.ofMillis(1), 3);
        return new Courier(
                new FolderDevice(shared, id), id, TestRound.key(id), backOff, duration -> serve(5), Duration.ZERO);
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> all = Files.walk(shared.resolve(below))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aTaskIsAnsweredAndItsAnswerCounts() throws IOException, Lost {
        assertThat(courier(1).task()).isEmpty();
        serve(1);
        assertThat(courier(1).task()).contains(TestRound.TASK);
        byte[] record = TestRound.record(TestRound.TASK, 1, 1);
        assertThat(courier(1).deliver(record).refused()).isEmpty();
        assertThat(courier(1).deliver(record).refused()).isEmpty();
        assertThat(courier(1).deliver(TestRound.record(TestRound.TASK, 1, 2)).refused())
                .contains(Reason.DUPLICATE);
        serve(5);
        assertThat(files("update")).isEmpty();
        assertThat(round.closed().counts().accepted()).isOne();
    }

    /** Written half when the power went, or by somebody else. */
    @Test
    void whatIsNoMessageIsLeftAlone() throws IOException {
        Path device = Files.createDirectories(
                shared.resolve("update").resolve(TestRound.device(1).hex()));
        Files.writeString(device.resolve("a".repeat(64) + ".next"), "half");
        Files.writeString(device.resolve("note"), "anything");
        Files.createDirectories(shared.resolve("update/stranger"));
        Files.createDirectory(device.resolve("b".repeat(64)));
        serve(5);
        assertThat(told).isEmpty();
        Files.writeString(device.resolve("c".repeat(64)), "no record");
        serve(5);
        assertThat(told).containsExactly(Optional.of(Reason.FORMAT));
    }

    /** A device believes nothing that is not under its key, from whoever writes the folder. */
    @Test
    void aForgedTaskIsNone() throws IOException, Lost {
        serve(1);
        Path task = shared.resolve("task").resolve(TestRound.device(1).hex());
        byte[] bytes = Files.readAllBytes(task);
        bytes[60] ^= 1;
        Files.write(task, bytes);
        assertThat(courier(1).task()).isEmpty();
        Files.copy(
                shared.resolve("task").resolve(TestRound.device(2).hex()), task, StandardCopyOption.REPLACE_EXISTING);
        assertThat(courier(1).task()).isEmpty();
    }
}
