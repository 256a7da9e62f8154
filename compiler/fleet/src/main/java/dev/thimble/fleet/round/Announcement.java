package dev.thimble.fleet.round;

import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.util.Optional;

/** What there is to be told to the devices of a fleet: the task of the last round, or what comes behind it under masks. */
public final class Announcement {
    private final Task task;
    private final Optional<Conversation> conversation;

    private Announcement(Task task, Optional<Conversation> conversation) {
        this.task = task;
        this.conversation = conversation;
    }

    static Announcement of(RoundFiles files) throws IOException {
        Task task = FleetState.task(files);
        return new Announcement(
                task,
                task.form().kind() == Kind.MASKED
                        ? Optional.of(Conversation.of(files, task.round()))
                        : Optional.empty());
    }

    /** The task of the round. */
    public Task task() {
        return task;
    }

    /** In which phase it is: as long as that is the same and the task is, the same is told. */
    public Phase phase() {
        return conversation.map(said -> said.proceedings().phase()).orElse(Phase.ADVERTISING);
    }

    /** What is told to a device; nothing where it has no part in what is next. */
    public Optional<byte[]> message(Octets device, DeviceKey key) {
        return phase() == Phase.ADVERTISING
                ? Optional.of(TaskMessage.seal(task, device, key))
                : conversation.flatMap(said -> said.proceedings().message(device, key));
    }
}
