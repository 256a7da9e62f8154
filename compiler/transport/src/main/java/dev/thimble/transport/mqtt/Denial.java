package dev.thimble.transport.mqtt;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import java.util.List;
import java.util.Set;

/** What a broker answers when it says no, of which some is for good (MQTT 5, section 2.4). */
final class Denial {
    /**
     * Name or password, not authorised, banned, bad method of authentication; bad filter, bad name of a topic, too large.
     * Others pass: a broker that is busy, or has no room.
     */
    private static final Set<Integer> FOR_GOOD = Set.of(0x86, 0x87, 0x8A, 0x8C, 0x8F, 0x90, 0x95);

    private Denial() {}

    /** Whether to try again is of no use. */
    static boolean isForGood(Throwable failure) {
        return codes(failure).stream().anyMatch(code -> FOR_GOOD.contains(code.getCode()));
    }

    private static List<? extends Mqtt5ReasonCode> codes(Throwable failure) {
        if (failure instanceof Mqtt5ConnAckException denied) {
            return List.of(denied.getMqttMessage().getReasonCode());
        }
        if (failure instanceof Mqtt5PubAckException denied) {
            return List.of(denied.getMqttMessage().getReasonCode());
        }
        return failure instanceof Mqtt5SubAckException denied
                ? denied.getMqttMessage().getReasonCodes()
                : List.of();
    }

    /** What the broker said, as a part of a sentence. */
    static String words(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
