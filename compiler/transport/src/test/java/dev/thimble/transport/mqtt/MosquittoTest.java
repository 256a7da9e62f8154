package dev.thimble.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.masking.Memory;
import dev.thimble.fleet.masking.MemoryFile;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.round.Plain;
import dev.thimble.fleet.round.RoundReport;
import dev.thimble.transport.BackOff;
import dev.thimble.transport.Collector;
import dev.thimble.transport.Courier;
import dev.thimble.transport.Lost;
import dev.thimble.transport.MaskedCourier;
import dev.thimble.transport.Pauses;
import dev.thimble.transport.TestRound;
import dev.thimble.transport.Turns;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A fleet and its broker: Debian's mosquitto, with TLS, a password and topics of its own for each device. */
@EnabledIf("dev.thimble.transport.mqtt.Mosquitto#isInstalled")
@Timeout(120)
class MosquittoTest {
    private static final int DEVICES = 5;
    private static final Topics TOPICS = new Topics("test");
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final BackOff OFTEN = new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), 300);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private TestRound round;
    private Mosquitto broker;

    @BeforeEach
    void begin() throws IOException {
        round = TestRound.of(folder.resolve("state"), DEVICES);
        List<String> users = IntStream.range(0, DEVICES)
                .mapToObj(device -> TestRound.device(device).hex())
                .toList();
        broker = Mosquitto.start(folder, users);
    }

    @AfterEach
    void end() throws InterruptedException {
        ended.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        broker.close();
    }

    /** The server works until the test ends; what it was told comes in the queue. */
    private BlockingQueue<Optional<Reason>> serve() {
        BlockingQueue<Optional<Reason>> told = new LinkedBlockingQueue<>();
        threads.execute(() -> {
            try (MqttServer link = new MqttServer(broker.as(Mosquitto.SERVER), TOPICS)) {
                new Collector(round.state(), link, Pauses.real(), (device, reason) -> told.add(reason))
                        .collect(() -> ended.getCount() > 0, Duration.ofMillis(50));
            }
        });
        return told;
    }

    private static Courier courier(MqttDevice link, Octets device) {
        return new Courier(link, device, TestRound.key(device), OFTEN, Pauses.real(), PATIENCE);
    }

    private static Task asked(Courier courier) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            try {
                Optional<Task> task = courier.task();
                if (task.isPresent()) {
                    return task.get();
                }
            } catch (Lost e) {
                // again
            }
        }
        throw new AssertionError("no task came");
    }

    /** What a device does from waking up to falling asleep again. */
    private Optional<Reason> life(int number, int port) {
        Octets device = TestRound.device(number);
        try (MqttDevice link = new MqttDevice(broker.as(device.hex(), device.hex(), port), TOPICS, device)) {
            Courier courier = courier(link, device);
            Task task = asked(courier);
            assertThat(task).isEqualTo(TestRound.TASK);
            return courier.deliver(TestRound.record(task, number, 1)).refused();
        }
    }

    @Test
    void devicesAskAnswerAndAreTold() {
        serve();
        for (int device = 0; device < DEVICES; device++) {
            assertThat(life(device, broker.port())).isEmpty();
        }
        assertThat(life(0, broker.port())).isEmpty();
        assertThat(round.closed().counts().accepted()).isEqualTo(DEVICES);
        assertThat(life(0, broker.port())).isEmpty();
    }

    /** Letters are longer than tasks and receipts. */
    @Test
    void aMaskedRoundIsHeldByABroker() throws Exception {
        round.state().abandon();
        round.state().begin(TestRound.maskedTask(2), Optional.empty());
        serve();
        Turns turns = new Turns(round.state(), Duration.ofDays(1), System::nanoTime, progress -> {});
        List<Future<?>> devices = IntStream.range(0, DEVICES)
                .<Future<?>>mapToObj(device -> threads.submit(() -> maskedLife(device)))
                .toList();
        while (turns.goOn()) {
            Pauses.real().pause(Duration.ofMillis(50));
        }
        for (Future<?> device : devices) {
            device.get();
        }
        RoundReport report =
                round.state().masked().advance(new Plain(), counts -> {}).orElseThrow();
        assertThat(report.counts().accepted()).isEqualTo(DEVICES);
    }

    private Void maskedLife(int number) throws Refused {
        Octets device = TestRound.device(number);
        MemoryFile memory = new MemoryFile(folder.resolve("memory-" + number));
        try (MqttDevice link = new MqttDevice(broker.as(device.hex()), TOPICS, device)) {
            MaskedCourier courier = TestRound.masked(courier(link, device), number, folder);
            while (ended.getCount() > 0 && memory.read().filter(Memory::isDone).isEmpty()) {
                step(courier);
            }
        }
        return null;
    }

    private static void step(MaskedCourier courier) throws Refused {
        try {
            courier.step().ifPresent(outcome -> assertThat(outcome.refused()).isEmpty());
        } catch (Lost e) {
            // again
        }
    }

    /** The device has gone when the server comes; its receipt waits for it. */
    @Test
    void serverAndDeviceNeedNotBeThereAtOnce() throws Exception {
        Octets device = TestRound.device(1);
        byte[] record = TestRound.record(TestRound.TASK, 1, 1);
        try (MqttServer early = new MqttServer(broker.as(Mosquitto.SERVER), TOPICS)) {
            assertThat(early.openings()).isOne();
        }
        try (MqttDevice link = new MqttDevice(broker.as(device.hex()), TOPICS, device)) {
            link.send(record);
        }
        BlockingQueue<Optional<Reason>> told = serve();
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Optional.empty());
        assertThat(life(1, broker.port())).isEmpty();
        assertThat(round.closed().counts().accepted()).isOne();
    }

    @Test
    void whoHasAnotherPasswordIsNotLetIn() {
        Octets device = TestRound.device(1);
        try (MqttDevice link = new MqttDevice(broker.as(device.hex(), "guessed", broker.port()), TOPICS, device)) {
            assertThatThrownBy(link::task)
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-1014")
                    .hasMessageContaining("to let " + device + " in");
        }
    }

    @Test
    void nobodyWritesToTheTopicOfAnother() {
        Octets one = TestRound.device(1);
        Octets other = TestRound.device(2);
        try (MqttDevice link = new MqttDevice(broker.as(one.hex()), TOPICS, other)) {
            assertThatThrownBy(() -> link.send(TestRound.record(TestRound.TASK, 2, 1)))
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-1014")
                    .hasMessageContaining("writes to thimble/test/update/" + other);
        }
        try (MqttServer forger = new MqttServer(broker.as(one.hex()), TOPICS)) {
            assertThatThrownBy(() -> forger.offer(other, (byte) 1)).hasMessageContaining("THM-1014");
        }
    }

    /** Not even when it would be told: what it hears of is its own. */
    @Test
    void nobodyHearsOfTheTaskOfAnother() throws Lost {
        Octets one = TestRound.device(1);
        Octets other = TestRound.device(2);
        try (MqttServer server = new MqttServer(broker.as(Mosquitto.SERVER), TOPICS)) {
            server.offer(one, (byte) 1);
            server.offer(other, (byte) 2);
        }
        try (MqttDevice own = new MqttDevice(broker.as(one.hex()), TOPICS, one)) {
            assertThat(own.task()).contains(new byte[] {1});
        }
        try (MqttDevice strange = new MqttDevice(broker.as(one.hex()), TOPICS, other)) {
            assertThat(strange.task()).isEmpty();
        } catch (ThimbleException e) {
            assertThat(e).hasMessageContaining("THM-1014");
        }
    }

    @Test
    void aBrokerOfAnotherAuthorityIsNotTrusted() throws IOException {
        Mosquitto.makeCertificate(folder, "other");
        Octets device = TestRound.device(1);
        Broker right = broker.as(device.hex());
        Broker other =
                new Broker(right.host(), right.port(), folder.resolve("other.pem"), right.user(), right.password());
        try (MqttDevice link = new MqttDevice(other, TOPICS, device)) {
            assertThatThrownBy(link::task).isInstanceOf(ThimbleException.class).hasMessageContaining("THM-1015");
        }
    }

    /** Killed when some have been told: it comes back knowing nothing, and everybody else goes on. */
    @Test
    void aBrokerThatIsKilledLosesNothing() throws Exception {
        serve();
        assertThat(life(0, broker.port())).isEmpty();
        assertThat(life(1, broker.port())).isEmpty();
        broker.kill();
        List<Future<Optional<Reason>>> lives = IntStream.range(0, DEVICES)
                .mapToObj(device -> threads.submit(() -> life(device, broker.port())))
                .toList();
        broker.start();
        for (Future<Optional<Reason>> life : lives) {
            assertThat(life.get(90, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(round.closed().counts().accepted()).isEqualTo(DEVICES);
    }

    /** A network on which no connection lasts: parts are sent in vain, and wholes twice. */
    @Test
    void connectionsThatAreCutOffLoseNothingAndCountNothingTwice() throws Exception {
        serve();
        try (CuttingProxy proxy = CuttingProxy.before(broker.port(), 1)) {
            for (int device = 0; device < DEVICES; device++) {
                assertThat(life(device, proxy.port())).isEmpty();
            }
            assertThat(proxy.cuts()).isPositive();
        }
        assertThat(round.closed().counts().accepted()).isEqualTo(DEVICES);
    }
}
