package dev.thimble.flink.job;

import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Merges the folds of all that check, and gives the result of the job, as an accumulator of Flink's. It keeps its fold: where
 * the job goes on from a checkpoint after the end, it gives the same again, to the same place.
 */
final class MergeOperator extends FoldingOperator {
    private static final long serialVersionUID = 1L;

    private final ListAccumulator<byte[]> result = new ListAccumulator<>();

    MergeOperator(Terms terms) {
        super(terms);
    }

    @Override
    public void open() throws Exception {
        super.open();
        getRuntimeContext().addAccumulator(RoundJob.RESULT, result);
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) {
        fold().merge(element.getValue());
    }

    @Override
    public void endInput() {
        result.add(fold().bytes());
    }
}
