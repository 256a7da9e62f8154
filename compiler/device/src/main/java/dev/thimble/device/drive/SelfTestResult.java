package dev.thimble.device.drive;

/**
 * What an image's self-test gave.
 *
 * @param status 0, or a code of {@code thimble/types.h}
 * @param failed the sequence that had other logits, from 0; means nothing where none had
 */
public record SelfTestResult(int status, int failed) {}
