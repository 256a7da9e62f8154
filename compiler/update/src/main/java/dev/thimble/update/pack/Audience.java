package dev.thimble.update.pack;

import java.util.Optional;
import java.util.UUID;

/**
 * Which devices a package is for.
 *
 * @param vendor who makes them
 * @param deviceClass which of the vendor's
 * @param device the only one, where one is meant
 */
public record Audience(UUID vendor, UUID deviceClass, Optional<UUID> device) {

    /** The audience of such words, each of which may be a UUID: a domain, a name, and a device if there is one. */
    public static Audience named(String vendor, String deviceClass, Optional<String> device) {
        UUID maker = NameId.vendor(vendor);
        return new Audience(maker, NameId.deviceClass(maker, deviceClass), device.map(NameId::device));
    }
}
