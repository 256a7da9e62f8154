package dev.thimble.transport.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.thimble.fleet.record.Letter;
import dev.thimble.transport.DeviceLink;
import dev.thimble.transport.Lost;
import dev.thimble.update.wire.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A device's way to its server by a broker. Its last task and its last receipt wait there, so that it needs to be connected
 * only while it asks or sends.
 */
public final class MqttDevice implements DeviceLink {
    /** How long a broker may take to tell of what it keeps. */
    private static final Duration KEPT = Duration.ofSeconds(2);

    /** More than any message has, with its topic. */
    private static final int MOST_BYTES = 2 * Letter.MOST_BYTES;

    private final Octets device;
    private final Topics topics;
    private final Session session;
    private final Queue<byte[]> receipts = new ArrayDeque<>();
    private Optional<byte[]> task = Optional.empty();

    /** Connects when it is needed. */
    public MqttDevice(Broker broker, Topics topics, Octets device) {
        this.device = device;
        this.topics = topics;
        List<String> own = List.of(topics.task(device), topics.receipt(device));
        this.session = new Session(broker, device.hex(), own, MOST_BYTES, 0);
    }

    @Override
    public Optional<byte[]> task() throws Lost {
        long end = System.nanoTime() + KEPT.toNanos();
        while (task.isEmpty() && takeNext(left(end))) {
            // it may have been a receipt
        }
        while (takeNext(Duration.ZERO)) {
            // the last one counts
        }
        return task;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Puts the next message where it belongs; whether there was one. */
    private boolean takeNext(Duration patience) throws Lost {
        Optional<Mqtt5Publish> next = session.next(patience);
        next.ifPresent(message -> {
            message.acknowledge();
            if (message.getTopic().toString().equals(topics.task(device))) {
                task = Optional.of(message.getPayloadAsBytes());
            } else {
                receipts.add(message.getPayloadAsBytes());
            }
        });
        return next.isPresent();
    }

    @Override
    public void send(byte... record) throws Lost {
        session.publish(topics.update(device), false, record);
    }

    @Override
    public Optional<byte[]> receipt(Duration patience) throws Lost {
        long end = System.nanoTime() + patience.toNanos();
        while (receipts.isEmpty() && takeNext(left(end))) {
            // it may have been another task
        }
        return Optional.ofNullable(receipts.poll());
    }

    @Override
    public void close() {
        session.close();
    }
}
