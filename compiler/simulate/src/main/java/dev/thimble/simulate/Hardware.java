package dev.thimble.simulate;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Task;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.wire.Octets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The devices of a fleet that run the C that was generated, rather than the reference of it. */
public interface Hardware extends AutoCloseable {
    /** Where no device does. */
    Hardware NONE = new Hardware() {
        @Override
        public boolean runs(int device) {
            return false;
        }

        @Override
        public void install(TrainedModel model) {}

        @Override
        public CompletableFuture<byte[]> record(int device, Assignment assignment) {
            throw new IllegalArgumentException("device " + device);
        }

        @Override
        public void close() {}
    };

    /**
     * What a device does in a round.
     *
     * @param id what it is known by
     * @param secret its key
     * @param task of the round
     * @param lessons its training, from its beginning
     * @param examples that it says it has
     */
    record Assignment(Octets id, Octets secret, Task task, List<Lesson> lessons, int examples) {
        /** Copies the list. */
        public Assignment {
            lessons = List.copyOf(lessons);
        }

        /** The key as one. */
        public DeviceKey key() {
            return DeviceKey.of(secret.bytes());
        }
    }

    /** Whether a device of this number does. */
    boolean runs(int device);

    /** Gives all of them the image of a model. */
    void install(TrainedModel model);

    /** The record that one of them sends in a round; they work side by side. */
    CompletableFuture<byte[]> record(int device, Assignment assignment);

    /**
     * What a device came to.
     *
     * @throws ThimbleException the device's own failure, rather than that of whoever waited for it
     */
    static <T> T await(CompletableFuture<T> made) {
        try {
            return made.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ThimbleException failure ? failure : e;
        }
    }

    @Override
    void close();
}
