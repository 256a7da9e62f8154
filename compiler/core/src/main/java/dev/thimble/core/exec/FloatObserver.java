package dev.thimble.core.exec;

import dev.thimble.core.ir.Node;

/** Sees the values of a run, for calibration and for comparison. */
@FunctionalInterface
public interface FloatObserver {

    /**
     * One node's value.
     *
     * @param node whose value it is
     * @param rows number of rows
     * @param values rows x node.shape().width(), row-major; the observer must not keep or change the array
     */
    void value(Node node, int rows, float[] values);
}
