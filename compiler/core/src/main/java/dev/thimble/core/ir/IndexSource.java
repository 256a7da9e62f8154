package dev.thimble.core.ir;

/** What an {@link Op.Embedding} looks its rows up by, for token j of the sequence. */
public sealed interface IndexSource {

    /** The token's id. */
    record TokenId() implements IndexSource {}

    /** The position j, from 0. */
    record Position() implements IndexSource {}

    /**
     * The segment: 0 for a padding token, else 1 until the first separator and 2 from it on.
     *
     * @param paddingId the id whose segment is 0
     * @param separatorId the id that starts segment 2, itself included
     */
    record Segment(int paddingId, int separatorId) implements IndexSource {}
}
