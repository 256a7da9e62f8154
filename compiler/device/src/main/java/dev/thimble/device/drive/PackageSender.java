package dev.thimble.device.drive;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.util.Arrays;

/**
 * Sends an update's package to a device, from wherever the device asks for: what it kept of a package that was cut short is
 * not sent again.
 *
 * @param device that takes it
 * @param chunk bytes of a request, 1 to {@link UpdatableDevice#MOST_CHUNK}
 */
public record PackageSender(UpdatableDevice device, int chunk) {
    /**
     * What became of the sending.
     *
     * @param reason 0, or why the package is refused
     * @param received bytes that the device has, those among them that it kept
     * @param bytesSent bytes that it was sent
     */
    public record Sent(int reason, long received, long bytesSent) {}

    /** Sends with requests of the usual size. */
    public PackageSender(UpdatableDevice device) {
        this(device, UpdatableDevice.MOST_CHUNK);
    }

    /** Checks the size. */
    public PackageSender {
        if (chunk < 1 || chunk > UpdatableDevice.MOST_CHUNK) {
            throw new IllegalArgumentException("chunks of " + chunk + " bytes");
        }
    }

    /** Sends all of a package, and says that it has ended. */
    public Sent send(byte[] bytes) {
        Sent sent = sendUpTo(bytes, bytes.length);
        if (sent.reason() != 0) {
            return sent;
        }
        Taken taken = device.end();
        return new Sent(taken.reason(), taken.received(), sent.bytesSent());
    }

    /** Sends a package until the device has so many bytes of it, or refuses it; it has not ended then. */
    public Sent sendUpTo(byte[] bytes, long wanted) {
        Taken taken = device.begin();
        long sent = 0;
        while (taken.reason() == 0 && taken.received() < wanted) {
            long at = taken.received();
            byte[] next = Arrays.copyOfRange(bytes, (int) at, (int) Math.min(at + chunk, wanted));
            taken = feed(at, next);
            sent += next.length;
        }
        return new Sent(taken.reason(), taken.received(), sent);
    }

    /** A device that asks for what it was given already would ask for ever. */
    private Taken feed(long at, byte[] next) {
        Taken taken = device.feed(at, next);
        if (taken.reason() == 0 && taken.received() < at + next.length) {
            throw new ThimbleException(ToolProblem.ANSWER_UNFIT.at(
                    "",
                    "the model \"" + device.modelName() + "\"",
                    "byte " + taken.received() + " is asked for after byte " + (at + next.length)));
        }
        return taken;
    }
}
