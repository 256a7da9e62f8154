package dev.thimble.flink.job;

import dev.thimble.fleet.record.KeyFile;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;

/** The keys of devices, read once for all subtasks of a job in this process, and dropped when the last of them has ended. */
final class SharedKeys {
    private static final Map<JobID, WeakReference<KeyFile>> READ = new HashMap<>();

    private SharedKeys() {}

    /** The keys of a file, as they were when the first subtask of a job asked. */
    static synchronized KeyFile of(JobID job, Path file) {
        READ.values().removeIf(keys -> keys.refersTo(null));
        Optional<KeyFile> before = Optional.ofNullable(READ.get(job)).map(WeakReference::get);
        KeyFile keys = before.orElseGet(() -> KeyFile.read(file));
        READ.put(job, new WeakReference<>(keys));
        return keys;
    }
}
