package dev.thimble.core.train;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;

/**
 * The node of inference that a step becomes when what was learned is rounded: the same where nothing was.
 *
 * @param labels that there are; rows of the head behind them are 0
 * @param node as it was
 */
record RoundedStep(TrainerForm form, PartState state, int labels, IntNode node) implements TrainStep.Cases<IntNode> {
    @Override
    public IntNode product(TrainStep.Product step) {
        IntOp.Linear before = (IntOp.Linear) node.op();
        int[] weights = state.matrix(step.matrix()).weights();
        int rows = step.matrix().equals(form.head()) ? labels : step.matrix().rows();
        return node.withOp(new MatrixRounding(step.matrix()).rounded(before, weights, rows));
    }

    @Override
    public IntNode adapted(TrainStep.Adapted step) {
        return node.withOp(state.adapted(step).merged());
    }

    @Override
    public IntNode fixed(TrainStep.Fixed step) {
        return node;
    }

    @Override
    public IntNode activation(TrainStep.Activation step) {
        return node;
    }

    @Override
    public IntNode norm(TrainStep.Norm step) {
        return node;
    }

    @Override
    public IntNode sum(TrainStep.Sum step) {
        return node;
    }

    @Override
    public IntNode first(TrainStep.First step) {
        return node;
    }
}
