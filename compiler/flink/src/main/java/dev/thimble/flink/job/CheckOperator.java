package dev.thimble.flink.job;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Checks the records of the devices that belong to it, and folds them. Of a device's records that would count the one with
 * the lowest code of authentication does: which of them comes first, decides nothing.
 *
 * <p>Of each device it keeps the lowest code, but no record: none can be taken out of a fold for another. A device whose
 * lowest code was not the first is noted, and a second run, whose {@link Terms} have that code, waits for it.
 */
final class CheckOperator extends FoldingOperator {
    private static final long serialVersionUID = 1L;

    private transient Gate gate;
    private transient ValueState<String> lowest;

    CheckOperator(Terms terms) {
        super(terms);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        lowest = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("lowest", BasicTypeInfo.STRING_TYPE_INFO));
    }

    @Override
    public void open() throws Exception {
        super.open();
        gate = terms().gate(getRuntimeContext().getJobInfo().getJobId());
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws Exception {
        try {
            count(gate.admit(element.getValue()));
        } catch (Refused refused) {
            fold().refuse(refused.reason());
        } catch (ThimbleException e) {
            throw new SuppressRestartsException(e);
        }
    }

    private void count(Accepted update) throws Exception {
        String device = update.device().hex();
        String code = update.mac().hex();
        String before = lowest.value();
        if (before == null && terms().mayCount(device, code)) {
            lowest.update(code);
            fold().take(update);
            return;
        }
        fold().refuse(Reason.DUPLICATE);
        if (before != null && code.compareTo(before) < 0) {
            lowest.update(code);
            fold().outdo(device, code);
        }
    }

    @Override
    public void endInput() {
        handOn().ifPresent(bytes -> output.collect(new StreamRecord<>(bytes)));
    }
}
