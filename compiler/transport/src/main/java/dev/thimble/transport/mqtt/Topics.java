package dev.thimble.transport.mqtt;

import dev.thimble.update.wire.Octets;
import java.util.Optional;

/**
 * The topics of a fleet, so that a broker can tell by a topic alone whose it is.
 *
 * @param fleet its name: letters, digits, {@code -} and {@code _}
 */
public record Topics(String fleet) {
    private static final String DEVICE = "[0-9a-f]{32}";

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException where it has other characters
     */
    public Topics {
        if (!isName(fleet)) {
            throw new IllegalArgumentException(fleet);
        }
    }

    /** Whether a fleet can have this name. */
    public static boolean isName(String word) {
        return word.matches("[A-Za-z0-9_-]{1,64}");
    }

    private String topic(String what, String device) {
        return "thimble/" + fleet + "/" + what + "/" + device;
    }

    String task(Octets device) {
        return topic("task", device.hex());
    }

    String update(Octets device) {
        return topic("update", device.hex());
    }

    String receipt(Octets device) {
        return topic("receipt", device.hex());
    }

    /** All updates. */
    String updates() {
        return topic("update", "+");
    }

    /** The device whose updates have this topic. */
    Optional<Octets> sender(String topic) {
        String before = topic("update", "");
        return topic.startsWith(before) && topic.substring(before.length()).matches(DEVICE)
                ? Optional.of(new Octets(topic.substring(before.length())))
                : Optional.empty();
    }
}
