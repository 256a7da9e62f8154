package dev.thimble.core.pass;

/** What can go as a whole. */
public enum RemovableUnit {
    /** A channel between matrix products. */
    CHANNEL,
    /** A head of an attention. */
    HEAD
}
