package dev.thimble.transport;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Receipt;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.update.wire.Octets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a device does to hear of a task, and to get its record to the server: it sends until a receipt says that the record
 * counts, or why it does not.
 */
public final class Courier {
    private final DeviceLink link;
    private final Octets device;
    private final DeviceKey key;
    private final BackOff backOff;
    private final Pauses pauses;
    private final Duration patience;

    /**
     * For a device.
     *
     * @param patience how long a receipt is waited for before the record is sent again
     */
    public Courier(DeviceLink link, Octets device, DeviceKey key, BackOff backOff, Pauses pauses, Duration patience) {
        this.link = link;
        this.device = device;
        this.key = key;
        this.backOff = backOff;
        this.pauses = pauses;
        this.patience = patience;
    }

    /**
     * The task that there is for the device. What is none, or is not under a code of its key, is passed over.
     *
     * @throws Lost where the way is cut off; to be asked again later
     */
    public Optional<Task> task() throws Lost {
        return message().flatMap(this::opened);
    }

    /**
     * The message that there is for the device, whatever it is.
     *
     * @throws Lost where the way is cut off; to be asked again later
     */
    public Optional<byte[]> message() throws Lost {
        return link.task();
    }

    private Optional<Task> opened(byte... message) {
        try {
            return Optional.of(TaskMessage.open(device, key, message));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /**
     * Sends a record until its receipt comes.
     *
     * @throws ThimbleException where none came after the last try: the record may count or not; where the way refuses it
     */
    public Receipt deliver(byte... record) {
        Octets digest = Octets.sha256(record);
        for (int tries = 1; tries <= backOff.tries() && !Thread.currentThread().isInterrupted(); tries++) {
            Optional<Receipt> receipt = tried(digest, record);
            if (receipt.isPresent()) {
                return receipt.get();
            }
            pauses.pause(backOff.after(tries, device));
        }
        throw new ThimbleException(FleetProblem.NO_RECEIPT.at("", backOff.tries()));
    }

    private Optional<Receipt> tried(Octets digest, byte... record) {
        try {
            link.send(record);
            Optional<byte[]> next = link.receipt(patience);
            while (next.isPresent()) {
                Optional<Receipt> receipt =
                        receipt(next.get()).filter(one -> one.record().equals(digest));
                if (receipt.isPresent()) {
                    return receipt;
                }
                next = link.receipt(patience);
            }
        } catch (Lost e) {
            // the next try opens the way anew
        }
        return Optional.empty();
    }

    private Optional<Receipt> receipt(byte... bytes) {
        try {
            return Optional.of(Receipt.open(device, key, bytes));
        } catch (Refused e) {
            return Optional.empty();
        }
    }
}
