package dev.thimble.update.pack;

import dev.thimble.update.wire.Octets;

/**
 * The image that results.
 *
 * @param digest of all its bytes
 * @param bytes how many it has, an unsigned number
 */
public record Result(Octets digest, long bytes) {}
