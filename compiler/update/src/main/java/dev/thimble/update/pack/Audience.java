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
public record Audience(UUID vendor, UUID deviceClass, Optional<UUID> device) {}
