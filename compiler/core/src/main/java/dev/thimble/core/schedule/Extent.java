package dev.thimble.core.schedule;

/** Which rows of a value are ever read. */
public enum Extent {
    /** Only row 0: what first-token pooling leaves of the last layer. */
    FIRST,
    /** One row for each token. */
    ALL
}
