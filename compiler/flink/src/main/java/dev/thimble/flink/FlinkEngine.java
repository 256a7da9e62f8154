package dev.thimble.flink;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.round.Engine;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.flink.cluster.Site;
import dev.thimble.flink.input.Input;
import dev.thimble.flink.job.Fold;
import dev.thimble.flink.job.RoundJob;
import dev.thimble.flink.job.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Aggregates the records of a round by a job of Apache Flink. The result is the same bits wherever it runs, by however many
 * subtasks, and when some of them are lost on the way.
 *
 * @param site where the job runs
 * @param parallelism how many subtasks check records
 * @param devices the file of those that are enrolled
 * @param scratch a folder for what is kept until a job ended, checkpoints among it; all machines of a cluster
 *     share it
 * @param interval between checkpoints
 */
public record FlinkEngine(Site site, int parallelism, Path devices, Path scratch, Duration interval) implements Engine {
    private static final int RESTARTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public <A extends Accumulator<A>> A accumulate(Strategy<A> strategy, Gate gate, Path journal) {
        return fold(gate.task(), strategy, List.of(journal)).all();
    }

    /**
     * What a strategy keeps of the records of all inputs that count, and how many do not, by their reason. Of several records
     * of a device, all of which would count, the one with the lowest code of authentication does.
     *
     * @param inputs folders of files of records, and journals
     * @throws ThimbleException where the job fails
     */
    public <A extends Accumulator<A>> Fold<A> fold(Task task, Strategy<A> strategy, List<Path> inputs) {
        Terms terms = Terms.of(task, strategy, devices);
        Fold<A> fold = run(task, strategy, terms, inputs);
        while (!fold.outdone().isEmpty()) {
            terms = terms.with(fold.outdone());
            fold = run(task, strategy, terms, inputs);
        }
        return fold;
    }

    private <A extends Accumulator<A>> Fold<A> run(Task task, Strategy<A> strategy, Terms terms, List<Path> inputs) {
        try (JobFolder folder = JobFolder.in(scratch)) {
            StreamExecutionEnvironment environment = site.environment(settings(folder), folder.path());
            RoundJob.build(environment, terms, numbered(inputs, task.mostBytes()));
            List<byte[]> result =
                    environment.execute("thimble fleet, round " + task.round()).getAccumulatorResult(RoundJob.RESULT);
            return Fold.read(strategy, task, result.get(0));
        } catch (ThimbleException e) {
            throw e;
        } catch (Exception e) {
            throw new ThimbleException(FleetProblem.JOB_FAILED.at("", site.shown(), JobFailure.sentence(e)), e);
        }
    }

    private static List<Input> numbered(List<Path> inputs, int mostBytes) {
        return IntStream.range(0, inputs.size())
                .mapToObj(number -> Input.of(number, inputs.get(number), mostBytes))
                .toList();
    }

    private Configuration settings(JobFolder folder) {
        Configuration settings = new Configuration();
        settings.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.CLOSURE_CLEANER_LEVEL, ExecutionConfig.ClosureCleanerLevel.NONE);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.path().resolve("checkpoints").toUri().toString());
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, PAUSE);
        return settings;
    }
}
