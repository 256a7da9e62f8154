package dev.thimble.core.reference;

import dev.thimble.core.integer.IntNode;

/** Sees every value of a run of the integer reference. */
@FunctionalInterface
public interface IntObserver {

    /** One node's value; the matrix does not change afterwards. */
    void value(IntNode node, IntMatrix matrix);
}
