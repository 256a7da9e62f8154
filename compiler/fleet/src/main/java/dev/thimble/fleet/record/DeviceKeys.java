package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.util.Optional;

/** Which devices are enrolled, and their keys. */
@FunctionalInterface
public interface DeviceKeys {
    /** The key of a device, if it is enrolled. */
    Optional<DeviceKey> of(Octets device);
}
