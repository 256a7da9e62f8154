package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A device as the reference computes it, which is what its C computes.
 *
 * @param number from 0
 * @param examples that it has seen
 * @param attack what it does instead of its work, if it is hostile
 */
record Device(int number, List<Example> examples, Optional<Attack> attack) {
    private static final int ID_BYTES = 16;
    private static final int REPLAY_SEED = 7;

    Device {
        examples = List.copyOf(examples);
    }

    /** What it is known by. */
    Octets id() {
        return Octets.of(ByteBuffer.allocate(ID_BYTES).putInt(number).array());
    }

    /** Its secret: in a simulation it follows from its number. */
    DeviceKey key() {
        return DeviceKey.of(Octets.sha256(id().bytes()).bytes());
    }

    /** Its record for a round's task; nothing where it has seen nothing. */
    Optional<byte[]> answer(TrainedModel model, Task task, Scenario scenario) {
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(scenario.seed() ^ (task.round() << 20) ^ number);
        Parameters learned = learned(model, scenario.learning(), random);
        return Optional.of(record(task, model.parameters(), learned, examples.size(), random));
    }

    /** The record of what it says that it learned from so many examples. */
    byte[] record(Task task, Parameters before, Parameters learned, int learnedFrom, SplittableRandom random) {
        Parameters after =
                attack.map(kind -> kind.after(before, learned, random)).orElse(learned);
        int counted = attack.isPresent() ? task.examples() : learnedFrom;
        Update update = new Answer(task).open(before, after, counted, RandomBytes.secure());
        return UpdateRecord.of(id(), update, key()).bytes();
    }

    private Parameters learned(TrainedModel model, Scenario.Learning learning, SplittableRandom random) {
        Trainer trainer = model.trainer();
        learning.teach(trainer, kept(learning, trainer), taught(trainer), learning.epochs(), random);
        return Parameters.of(trainer.parameters());
    }

    /** A buffer in which nothing is kept yet. */
    static Replay kept(Scenario.Learning learning, Trainer trainer) {
        return new Replay(learning.replay(), trainer.labels(), REPLAY_SEED);
    }

    /** The examples that it learns from: its own, unless it is hostile in this way. */
    List<Example> taught(Trainer trainer) {
        return attack.map(kind -> kind.examples(examples, trainer.labels())).orElse(examples);
    }

    /** Examples in a random order. */
    static List<Example> shuffled(List<Example> examples, SplittableRandom random) {
        List<Example> shuffled = new ArrayList<>(examples);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
