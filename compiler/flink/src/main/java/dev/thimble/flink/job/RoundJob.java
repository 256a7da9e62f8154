package dev.thimble.flink.job;

import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.flink.input.Input;
import dev.thimble.flink.input.RecordSource;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The aggregation of a round as a job:
 *
 * <pre>
 *     input ─┐                ┌─ check, fold ─┐
 *     input ─┼─ by the device ┼─ check, fold ─┼─ merge ─ result
 *     input ─┘  that is named └─ check, fold ─┘
 * </pre>
 *
 * <p>It is run as a stream with an end, not as a batch: only streams have checkpoints, from which the job goes on when a
 * machine is lost.
 */
public final class RoundJob {
    /** Under what name the job gives its result: the bytes of a fold. */
    public static final String RESULT = "fold";

    private RoundJob() {}

    /** Adds the job to what an environment is to run. */
    public static void build(StreamExecutionEnvironment environment, Terms terms, List<Input> inputs) {
        environment
                .fromSource(
                        new RecordSource(inputs), WatermarkStrategy.noWatermarks(), "records", FoldingOperator.BYTES)
                .uid("records")
                .keyBy(UpdateRecord::namedDevice, BasicTypeInfo.STRING_TYPE_INFO)
                .transform("check and fold", FoldingOperator.BYTES, new CheckOperator(terms))
                .uid("check")
                .transform("merge", FoldingOperator.BYTES, new MergeOperator(terms))
                .uid("merge")
                .setParallelism(1);
    }
}
