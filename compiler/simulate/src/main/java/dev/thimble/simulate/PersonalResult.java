package dev.thimble.simulate;

/**
 * What a round came to for the devices.
 *
 * @param round from 1; 0 is the state before the first one
 * @param published how the published image answers as it is
 * @param own how it answers once every device has trained the head on its own examples
 * @param bytesUp of all records that devices sent
 */
public record PersonalResult(int round, Scores published, Scores own, long bytesUp) {}
