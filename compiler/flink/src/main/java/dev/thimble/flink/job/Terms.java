package dev.thimble.flink.job;

import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;

/** What a round asks of records, as the subtasks of the job are sent it. */
public final class Terms implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String task;
    private final String strategy;
    private final String devices;
    private final TreeMap<String, String> codes;

    private Terms(String task, String strategy, String devices, Map<String, String> codes) {
        this.task = task;
        this.strategy = strategy;
        this.devices = devices;
        this.codes = new TreeMap<>(codes);
    }

    /**
     * Those of a round.
     *
     * @param task that devices answer
     * @param devices the file of the devices that are enrolled, the same on every machine that the job runs on
     */
    public static Terms of(Task task, Strategy<?> strategy, Path devices) {
        return new Terms(
                TaskText.print(task), strategy.word(), devices.toAbsolutePath().toString(), Map.of());
    }

    /** The same, where it is known of some devices which record counts, by its code of authentication. */
    public Terms with(Map<String, String> known) {
        TreeMap<String, String> all = new TreeMap<>(codes);
        all.putAll(known);
        return new Terms(task, strategy, devices, all);
    }

    /** Whether a record of a device may count as far as is known. */
    boolean mayCount(String device, String code) {
        return codes.getOrDefault(device, code).equals(code);
    }

    /** A fold of no record. */
    Fold<?> emptyFold() {
        return Fold.empty(Strategies.parse(strategy), TaskText.parse(task));
    }

    /** What asks of records whether they count, in a subtask of a job. */
    Gate gate(JobID job) {
        return new Gate(TaskText.parse(task), SharedKeys.of(job, Path.of(devices)));
    }
}
