package dev.thimble.simulate;

import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.Heights;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.Contents;
import java.util.List;
import java.util.Optional;

/** What devices of a simulated fleet are sent, and by whom it is signed. */
public final class Downlink {
    /** Of the key that devices trust: one-time keys for a thousand rounds. */
    public static final Heights HEIGHTS = new Heights(List.of(5, 5));

    /** Who the devices are. */
    public static final Audience AUDIENCE = Audience.named("example.com", "house", Optional.empty());

    private Downlink() {}

    /** An image as devices that have another one get it: only what differs. */
    public static Contents update(TrainedModel before, TrainedModel after, long sequence) {
        return new Contents(
                ModelImage.of(after.image()),
                Optional.of(ModelImage.of(before.image())),
                AUDIENCE,
                sequence,
                Optional.empty());
    }

    /** Bytes of the signed package of such an image. */
    static long updateBytes(TrainedModel before, TrainedModel after, long sequence) {
        return update(before, after, sequence).packageBytes(HEIGHTS);
    }

    /** Bytes of the message that gives a device its task. */
    static long taskBytes(Hardware.Assignment given) {
        return TaskMessage.seal(given.task(), given.id(), given.key()).length;
    }
}
