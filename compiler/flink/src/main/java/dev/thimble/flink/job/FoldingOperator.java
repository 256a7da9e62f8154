package dev.thimble.flink.job;

import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/**
 * Keeps one fold of what it was given, and the same in checkpoints. Where a job goes on from a checkpoint, folds may come to
 * lie in other subtasks than those that wrote them, or several of them in one: merged they are the same.
 */
abstract class FoldingOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<byte[], byte[]>, BoundedOneInput {
    /** How folds travel and are stored. */
    static final PrimitiveArrayTypeInfo<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    private static final long serialVersionUID = 1L;

    private final Terms terms;
    private transient Optional<Fold<?>> kept;
    private transient ListState<byte[]> stored;

    FoldingOperator(Terms terms) {
        this.terms = terms;
    }

    /** What the round asks. */
    final Terms terms() {
        return terms;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        stored = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("fold", BYTES));
        kept = context.isRestored() ? Optional.empty() : Optional.of(terms.emptyFold());
        for (byte[] bytes : stored.get()) {
            fold().merge(bytes);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        stored.update(kept.map(Fold::bytes).map(List::of).orElse(List.of()));
    }

    /** The fold, to be changed. */
    final Fold<?> fold() {
        if (kept.isEmpty()) {
            kept = Optional.of(terms.emptyFold());
        }
        return kept.get();
    }

    /**
     * The bytes of the fold, if there is one, which is not kept: where the job goes on from a checkpoint that comes later, it
     * was handed on already.
     */
    final Optional<byte[]> handOn() {
        Optional<byte[]> bytes = kept.map(Fold::bytes);
        kept = Optional.empty();
        return bytes;
    }
}
