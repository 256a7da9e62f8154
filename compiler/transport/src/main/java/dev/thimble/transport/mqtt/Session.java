package dev.thimble.transport.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.transport.Lost;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection that is opened when it is needed, and again when it was cut off. What is published is acknowledged by the
 * broker (QoS 1) before a call returns; what arrives waits here until it is taken, and comes again from the broker until it
 * is acknowledged.
 */
final class Session implements AutoCloseable {
    /** How long the broker may take for anything. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final int KEEP_ALIVE_SECONDS = 30;

    /** Messages that the broker sends before the first of them is acknowledged. */
    private static final int UNDER_WAY = 64;

    private final Broker broker;
    private final String name;
    private final List<String> filters;
    private final int mostBytes;
    private final long expiry;
    private final BlockingQueue<Mqtt5Publish> arrived = new LinkedBlockingQueue<>();
    private Optional<Mqtt5AsyncClient> client = Optional.empty();
    private int openings;

    /**
     * Not opened yet.
     *
     * @param name of the client, by which the broker knows a session again
     * @param filters of topics that are listened to
     * @param mostBytes of a message that arrives; larger ones the broker keeps to itself
     * @param expiry how long the broker keeps what comes while nobody is connected: seconds, 0 for not at all
     */
    Session(Broker broker, String name, List<String> filters, int mostBytes, long expiry) {
        this.broker = broker;
        this.name = name;
        this.filters = filters;
        this.mostBytes = mostBytes;
        this.expiry = expiry;
    }

    /** How often it was opened; it is open when this returns. */
    int openings() throws Lost {
        opened();
        return openings;
    }

    /** Publishes a message. */
    void publish(String topic, boolean isRetained, byte... payload) throws Lost {
        Mqtt5Publish message = Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(isRetained)
                .payload(payload)
                .build();
        answered("that " + broker.user() + " writes to " + topic, opened().publish(message));
    }

    /** The next message that arrives. */
    Optional<Mqtt5Publish> next(Duration patience) throws Lost {
        opened();
        try {
            return Optional.ofNullable(arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Mqtt5AsyncClient opened() throws Lost {
        if (client.isPresent() && client.get().getState().isConnected()) {
            return client.get();
        }
        close();
        Mqtt5AsyncClient made = made();
        // before it connects: what the broker kept comes with the first bytes
        made.publishes(MqttGlobalPublishFilter.ALL, arrived::add, true);
        client = Optional.of(made);
        answered("to let " + broker.user() + " in", made.connect(greeting()));
        answered("that " + broker.user() + " reads its topics", made.subscribe(subscription()));
        openings++;
        return made;
    }

    private Mqtt5AsyncClient made() {
        return Mqtt5Client.builder()
                .identifier(name)
                .serverHost(broker.host())
                .serverPort(broker.port())
                .sslConfig()
                .trustManagerFactory(broker.trust())
                .handshakeTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .applySslConfig()
                .simpleAuth()
                .username(broker.user())
                .password(broker.secret())
                .applySimpleAuth()
                .buildAsync();
    }

    private Mqtt5Connect greeting() {
        return Mqtt5Connect.builder()
                .cleanStart(expiry == 0)
                .sessionExpiryInterval(expiry)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .receiveMaximum(UNDER_WAY)
                .maximumPacketSize(mostBytes)
                .applyRestrictions()
                .build();
    }

    private Mqtt5Subscribe subscription() {
        List<Mqtt5Subscription> all = filters.stream()
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build())
                .toList();
        return Mqtt5Subscribe.builder().addSubscriptions(all).build();
    }

    /** Waits for the broker's answer. Where it refuses, trying again is of no use; where there is none, it is. */
    private <T> void answered(String what, CompletableFuture<T> answer) throws Lost {
        try {
            answer.get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new Lost(e);
        } catch (TimeoutException e) {
            close();
            throw new Lost(e);
        } catch (ExecutionException e) {
            close();
            throw failure(what, e.getCause());
        }
    }

    private Lost failure(String what, Throwable cause) {
        if (Denial.isForGood(cause)) {
            throw new ThimbleException(FleetProblem.BROKER_REFUSES.at("", broker, what, Denial.words(cause)), cause);
        }
        if (cause instanceof ConnectionFailedException && isUntrusted(cause)) {
            throw new ThimbleException(FleetProblem.BROKER_UNTRUSTED.at("", broker, Denial.words(cause)), cause);
        }
        return new Lost(cause);
    }

    /** A connection that is cut off during the handshake is an exception of TLS, too, and no certificate's fault. */
    private static boolean isUntrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** Ends the connection; what the broker sends again anyhow is forgotten. */
    @Override
    public void close() {
        client.filter(one -> one.getState().isConnectedOrReconnect())
                .ifPresent(one -> one.disconnect().exceptionally(failure -> null));
        client = Optional.empty();
        arrived.clear();
    }
}
