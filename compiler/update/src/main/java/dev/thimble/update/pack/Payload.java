package dev.thimble.update.pack;

import dev.thimble.update.wire.Octets;
import java.util.Optional;

/**
 * What a package carries: the image itself, or the parts of it that an older one does not have.
 *
 * @param base digest of the image that parts change; none where the payload is the image
 * @param bytes how many it has, an unsigned number
 * @param digest of its bytes
 */
public record Payload(Optional<Octets> base, long bytes, Octets digest) {
    /** Whether it holds parts. */
    public boolean isParts() {
        return base.isPresent();
    }
}
