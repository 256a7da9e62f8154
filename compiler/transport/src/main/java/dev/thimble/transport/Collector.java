package dev.thimble.transport;

import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Envelope;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Receipt;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.fleet.round.Announcement;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.round.Intake;
import dev.thimble.update.wire.Octets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * What a server does: it offers the open round's task to every device, or what comes behind it under masks, accepts what comes, and
 * sends a receipt for each once it is on the disk.
 */
public final class Collector {
    private static final Octets NOBODY = new Octets("00".repeat(UpdateRecord.DEVICE_BYTES));

    /** A broker that is away is asked again after so long, at first and at most. */
    private static final BackOff AWAY = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(15), Integer.MAX_VALUE);

    private final FleetState state;
    private final ServerLink link;
    private final Pauses pauses;
    private final BiConsumer<Octets, Optional<Reason>> told;
    private final Intake intake;
    private Optional<Offer> offered = Optional.empty();
    private KeyFile keys;
    private boolean isIdle = true;

    /** What was offered to whom, over which opening of the way. */
    private record Offer(int opening, Task task, Phase phase, int devices) {}

    /**
     * For the rounds of a fleet.
     *
     * @param told of each record that came: by whose way, and why it does not count, if so
     */
    public Collector(FleetState state, ServerLink link, Pauses pauses, BiConsumer<Octets, Optional<Reason>> told) {
        this.state = state;
        this.link = link;
        this.pauses = pauses;
        this.told = told;
        this.intake = state.intake();
        this.keys = KeyFile.read(state.keys());
    }

    /**
     * Collects until there is no more to do, over whatever cuts the way off.
     *
     * @param goesOn asked before each step
     * @param patience how long a record is waited for before it is asked again
     * @throws dev.thimble.core.diag.ThimbleException where no round has begun, nothing can be written, or the way refuses
     */
    public void collect(BooleanSupplier goesOn, Duration patience) {
        int failed = 0;
        while (goesOn.getAsBoolean()) {
            try {
                step(patience);
                failed = 0;
            } catch (Lost e) {
                failed++;
                pauses.pause(AWAY.after(failed, NOBODY));
            }
        }
    }

    private void step(Duration patience) throws Lost {
        int opening = link.openings();
        if (isIdle || offered.filter(offer -> offer.opening == opening).isEmpty()) {
            offer();
        }
        Optional<Sent> sent = link.next(patience);
        isIdle = sent.isEmpty();
        if (sent.isPresent()) {
            take(sent.get());
        }
    }

    private void offer() throws Lost {
        keys = KeyFile.read(state.keys());
        Announcement said = state.announcement();
        Offer now = new Offer(link.openings(), said.task(), said.phase(), keys.count());
        if (!offered.equals(Optional.of(now))) {
            for (Octets device : keys.devices()) {
                offer(device, said.message(device, keys.of(device).orElseThrow()));
            }
            offered = Optional.of(now);
        }
    }

    private void offer(Octets device, Optional<byte[]> message) throws Lost {
        if (message.isPresent()) {
            link.offer(device, message.get());
        }
    }

    /** Whoever has no key gets no receipt: nobody could tell that it is one. */
    private void take(Sent sent) throws Lost {
        Optional<Reason> reason = isOwn(sent) ? intake.accept(sent.record()) : Optional.of(Reason.DEVICE);
        told.accept(sent.device(), reason);
        Optional<DeviceKey> key = key(sent.device());
        if (key.isPresent()) {
            link.confirm(sent.device(), Receipt.of(reason, sent.record()).seal(sent.device(), key.get()));
        }
        sent.handled();
    }

    /** A device that is not known may have been enrolled since the file was read. */
    private Optional<DeviceKey> key(Octets device) {
        if (keys.of(device).isEmpty()) {
            keys = KeyFile.read(state.keys());
        }
        return keys.of(device);
    }

    /** What another device sent is none of this one's, though it may be right. */
    private static boolean isOwn(Sent sent) {
        return Envelope.device(sent.record()).map(sent.device()::equals).orElse(true);
    }
}
