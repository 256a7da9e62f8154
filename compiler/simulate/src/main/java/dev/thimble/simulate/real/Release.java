package dev.thimble.simulate.real;

import java.nio.file.Path;

/**
 * An image that a round ended with, as devices get it.
 *
 * @param image the image itself
 * @param suit the same as a signed package of what differs from the image before
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package
record Release(Path image, byte[] suit) {}
