package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.Task;
import dev.thimble.update.wire.Octets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a device keeps of a masked round from step to step, also over a loss of power. It is secret. The first letter of a step
 * is the only one that is ever answered, so that nobody gets both secrets of a device by asking twice.
 *
 * @param task of the round that it takes part in
 * @param seed of its secrets: {@value HashStream#SEED_BYTES} bytes
 * @param heard what the server said, by step
 * @param record that it sent; another one under the same masks would show the difference of both
 * @param settled SHA-256 of the last message of the server that it need not answer again
 */
public record Memory(
        Task task, Octets seed, Map<Step, Letter> heard, Optional<Octets> record, Optional<Octets> settled) {
    /** Keeps its own copy. */
    public Memory {
        heard = Map.copyOf(heard);
    }

    static Memory of(Task task, RandomBytes random) {
        return new Memory(task, Secrets.random(random).seed(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** Whether it has said all that it has to. */
    public boolean isDone() {
        return heard.containsKey(Step.QUESTION);
    }

    /** What it said last, in words. */
    public String said() {
        return isDone()
                ? "disclosure"
                : record.isPresent() ? "masked record" : heard.containsKey(Step.ROSTER) ? "shares" : "advertisement";
    }

    /** Number of the round. */
    public long round() {
        return task.round();
    }

    Secrets secrets() {
        return new Secrets(seed);
    }

    /**
     * The same with a letter.
     *
     * @throws Refused for {@link Reason#DUPLICATE} where another one was heard before
     */
    Memory hearing(Letter letter) throws Refused {
        Letter first = heard.getOrDefault(letter.step(), letter);
        Refused.unless(first.equals(letter), Reason.DUPLICATE);
        Map<Step, Letter> more = new EnumMap<>(Step.class);
        more.putAll(heard);
        more.put(letter.step(), letter);
        return new Memory(task, seed, more, record, settled);
    }

    /**
     * What was heard in a step.
     *
     * @throws Refused for {@link Reason#COHORT} where nothing was
     */
    Letter heard(Step step) throws Refused {
        return Optional.ofNullable(heard.get(step)).orElseThrow(() -> new Refused(Reason.COHORT));
    }

    Memory sending(byte... bytes) {
        return new Memory(task, seed, heard, Optional.of(Octets.of(bytes)), settled);
    }

    /** The same, when the answer to a message has arrived. */
    public Memory settling(byte... message) {
        return new Memory(task, seed, heard, record, Optional.of(Octets.sha256(message)));
    }

    /** Whether the answer to a message has arrived. */
    public boolean isSettled(byte... message) {
        return settled.equals(Optional.of(Octets.sha256(message)));
    }
}
