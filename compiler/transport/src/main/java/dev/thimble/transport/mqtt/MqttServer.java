package dev.thimble.transport.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.thimble.fleet.record.Task;
import dev.thimble.transport.Lost;
import dev.thimble.transport.Sent;
import dev.thimble.transport.ServerLink;
import dev.thimble.update.wire.Octets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server's way to its devices by a broker, which keeps the last task and the last receipt of each device, and what devices
 * send while the server is away.
 */
public final class MqttServer implements ServerLink {
    private static final long DAY_SECONDS = 86_400;

    /** More than any record has, with its topic. */
    private static final int MOST_BYTES = 8 * Task.MOST_PARAMETERS;

    private final Topics topics;
    private final Session session;

    /** Connects when it is needed. */
    public MqttServer(Broker broker, Topics topics) {
        this.topics = topics;
        this.session =
                new Session(broker, "thimble-" + topics.fleet(), List.of(topics.updates()), MOST_BYTES, DAY_SECONDS);
    }

    @Override
    public int openings() throws Lost {
        return session.openings();
    }

    @Override
    public void offer(Octets device, byte... message) throws Lost {
        session.publish(topics.task(device), true, message);
    }

    @Override
    public Optional<Sent> next(Duration patience) throws Lost {
        return session.next(patience).flatMap(this::sent);
    }

    private Optional<Sent> sent(Mqtt5Publish message) {
        Optional<Octets> sender = topics.sender(message.getTopic().toString());
        if (sender.isEmpty()) {
            message.acknowledge();
        }
        return sender.map(device -> new Sent(device, message.getPayloadAsBytes(), message::acknowledge));
    }

    @Override
    public void confirm(Octets device, byte... receipt) throws Lost {
        session.publish(topics.receipt(device), true, receipt);
    }

    @Override
    public void close() {
        session.close();
    }
}
