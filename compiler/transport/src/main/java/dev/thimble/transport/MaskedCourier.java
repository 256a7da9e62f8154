package dev.thimble.transport;

import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.masking.Memory;
import dev.thimble.fleet.masking.MemoryFile;
import dev.thimble.fleet.masking.Participant;
import dev.thimble.fleet.masking.Reply;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.fleet.record.Update;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a device does in masked rounds: whenever the server has something new to say, it answers that, and it keeps what it must
 * remember before it says anything. So it may be switched off after any step, and for as long as the others wait.
 */
public final class MaskedCourier {
    private final Courier courier;
    private final Participant participant;
    private final MemoryFile file;
    private final RandomBytes random;
    private final BiFunction<Task, Masks, Update> update;

    /**
     * For a device.
     *
     * @param courier by which it hears and sends
     * @param file for what it keeps
     * @param random of which secrets are made
     * @param update that answers a task under masks
     */
    public MaskedCourier(
            Courier courier,
            Participant participant,
            MemoryFile file,
            RandomBytes random,
            BiFunction<Task, Masks, Update> update) {
        this.courier = courier;
        this.participant = participant;
        this.file = file;
        this.random = random;
        this.update = update;
    }

    /**
     * Answers what the server says, if it was not answered yet; returns when the answer has arrived.
     *
     * @return nothing where there is nothing new; why the answer does not count, or that it does
     * @throws Lost where the way is cut off; to be asked again later
     * @throws Refused where the server says what the device does not answer
     */
    public Optional<Outcome> step() throws Lost, Refused {
        Optional<byte[]> message = courier.message();
        Optional<Memory> memory = file.read();
        boolean isNew = message.isPresent()
                && memory.filter(kept -> kept.isSettled(message.get())).isEmpty();
        return isNew ? answered(memory, message.get()) : Optional.empty();
    }

    /**
     * What became of an answer.
     *
     * @param memory of the device then
     * @param refused why it does not count, if so
     */
    public record Outcome(Memory memory, Optional<Reason> refused) {}

    private Optional<Outcome> answered(Optional<Memory> memory, byte... message) throws Refused {
        Optional<Reply> reply = reply(memory, message);
        return reply.map(said -> delivered(said, message));
    }

    private Outcome delivered(Reply reply, byte... message) {
        file.write(reply.memory());
        Optional<Reason> refused = courier.deliver(reply.bytes()).refused();
        Memory settled = reply.memory().settling(message);
        file.write(settled);
        return new Outcome(settled, refused);
    }

    private Optional<Reply> reply(Optional<Memory> memory, byte... message) throws Refused {
        Optional<Task> task = task(message);
        if (task.isPresent()) {
            return joined(memory, task.get());
        }
        return memory.isEmpty() ? Optional.empty() : Optional.of(reply(memory.get(), message));
    }

    private Reply reply(Memory memory, byte... message) throws Refused {
        return participant.answer(memory, message, masks -> update.apply(memory.task(), masks));
    }

    /** Of a round that it takes part in it has said what it says; to one that is over it says nothing. */
    private Optional<Reply> joined(Optional<Memory> memory, Task task) {
        long known = memory.map(Memory::round).orElse(0L);
        if (task.form().kind() != Kind.MASKED || task.round() < known) {
            return Optional.empty();
        }
        return Optional.of(
                task.round() == known
                        ? participant.advertisement(memory.orElseThrow())
                        : participant.join(task, random));
    }

    private Optional<Task> task(byte... message) {
        try {
            DeviceKey key = participant.key();
            return Optional.of(TaskMessage.open(participant.device(), key, message));
        } catch (Refused e) {
            return Optional.empty();
        }
    }
}
