package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.SharedPart;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.HashStream;
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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A device as the reference computes it, which is what its C computes.
 *
 * @param number from 0
 * @param examples that it has seen
 * @param attack what it does instead of its work, if it is hostile
 */
record Device(int number, List<Sentence> examples, Optional<Attack> attack) {
    private static final int ID_BYTES = 16;

    /** Of which kept examples are learned from again. */
    static final int REPLAY_SEED = 7;

    Device {
        examples = List.copyOf(examples);
    }

    /** What it is known by. */
    Octets id() {
        return Octets.of(ByteBuffer.allocate(ID_BYTES).putInt(number).array());
    }

    /** Its secret: in a simulation it follows from its number. */
    private Octets secret() {
        return Octets.sha256(id().bytes());
    }

    /** The same as a key. */
    DeviceKey key() {
        return DeviceKey.of(secret().bytes());
    }

    /** Its part in a round in which all is shared; nothing where it has seen nothing. */
    Optional<Hardware.Assignment> assignment(Task task, Scenario scenario) {
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        List<Sentence> course = shuffled(examples, task.training().epochs(), random(task, scenario));
        return Optional.of(assignment(task, List.of(new Lesson(Set.of(), course)), examples.size()));
    }

    /** A part in a round that it has after some lessons on so many examples. */
    Hardware.Assignment assignment(Task task, List<Lesson> lessons, int counted) {
        return new Hardware.Assignment(id(), secret(), task, lessons, counted);
    }

    /** What is drawn in a round. */
    SplittableRandom random(Task task, Scenario scenario) {
        return new SplittableRandom(scenario.seed() ^ (task.round() << 20) ^ number);
    }

    /** The record that it sends of the part that is shared. */
    byte[] record(TrainedModel model, SharedPart shared, Hardware.Assignment assignment, Scenario scenario) {
        Task task = assignment.task();
        Trainer trainer = model.trainer();
        Parameters before = Parameters.of(shared.of(trainer.parameters()));
        learn(trainer, assignment, kept(scenario.learning().replay(), trainer));
        Parameters learned = Parameters.of(shared.of(trainer.parameters()));
        SplittableRandom random = random(task, scenario);
        Parameters after =
                attack.map(kind -> kind.after(before, learned, random)).orElse(learned);
        int counted = attack.isPresent() ? task.examples() : assignment.examples();
        Update update = new Answer(task).open(before, after, counted, bytes(random));
        return UpdateRecord.of(id(), update, key()).bytes();
    }

    private void learn(Trainer trainer, Hardware.Assignment assignment, Replay replay) {
        Task.Training how = assignment.task().training();
        Rates rates = new Rates(how.rate(), how.momentum(), how.decay());
        for (Lesson lesson : assignment.lessons()) {
            trainer.hold(lesson.held());
            for (Sentence sentence : lesson.course()) {
                trainer.learn(taught(sentence, trainer), replay, how.replayed(), rates);
            }
        }
    }

    /** A buffer for so many examples in which nothing is kept yet. */
    static Replay kept(int examples, Trainer trainer) {
        return new Replay(examples, trainer.labels(), REPLAY_SEED);
    }

    /** What it learns from: its own, unless it is hostile in this way. */
    private Example taught(Sentence sentence, Trainer trainer) {
        return attack.map(kind -> kind.taught(sentence.example(), trainer.labels()))
                .orElse(sentence.example());
    }

    /** What noise is drawn from: on a device by chance, here from the seed. */
    private static RandomBytes bytes(SplittableRandom random) {
        byte[] seed = new byte[HashStream.SEED_BYTES];
        random.nextBytes(seed);
        return new HashStream(seed);
    }

    /** Examples so many times, every time in another order. */
    static <T> List<T> shuffled(List<T> examples, int times, SplittableRandom random) {
        return IntStream.range(0, times)
                .mapToObj(time -> shuffled(examples, random).stream())
                .flatMap(shuffled -> shuffled)
                .toList();
    }

    /** Examples in a random order. */
    static <T> List<T> shuffled(List<T> examples, SplittableRandom random) {
        List<T> shuffled = new ArrayList<>(examples);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
