package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
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

    /** Its part in a round; nothing where it has seen nothing. */
    Optional<Hardware.Assignment> assignment(Task task, Scenario scenario) {
        return examples.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hardware.Assignment(id(), secret(), task, course(task, scenario), examples.size()));
    }

    /** Each of its examples as often as the task says, every time in another order. */
    private List<Sentence> course(Task task, Scenario scenario) {
        SplittableRandom random = random(task, scenario);
        return IntStream.range(0, task.training().epochs())
                .mapToObj(epoch -> shuffled(examples, random).stream())
                .flatMap(sentences -> sentences)
                .toList();
    }

    private SplittableRandom random(Task task, Scenario scenario) {
        return new SplittableRandom(scenario.seed() ^ (task.round() << 20) ^ number);
    }

    /** The record that it sends. */
    byte[] record(TrainedModel model, Hardware.Assignment assignment, Scenario scenario) {
        Task task = assignment.task();
        Parameters learned = learned(model, assignment, scenario.learning().replay());
        return record(task, model.parameters(), learned, examples.size(), random(task, scenario));
    }

    /** The record of what it says that it learned from so many examples. */
    byte[] record(Task task, Parameters before, Parameters learned, int learnedFrom, SplittableRandom random) {
        Parameters after =
                attack.map(kind -> kind.after(before, learned, random)).orElse(learned);
        int counted = attack.isPresent() ? task.examples() : learnedFrom;
        Update update = new Answer(task).open(before, after, counted, bytes(random));
        return UpdateRecord.of(id(), update, key()).bytes();
    }

    private Parameters learned(TrainedModel model, Hardware.Assignment assignment, int kept) {
        Trainer trainer = model.trainer();
        Replay replay = kept(kept, trainer);
        Task.Training how = assignment.task().training();
        Rates rates = new Rates(how.rate(), how.momentum(), how.decay());
        for (Sentence sentence : assignment.course()) {
            trainer.learn(taught(sentence, trainer), replay, how.replayed(), rates);
        }
        return Parameters.of(trainer.parameters());
    }

    /** A buffer for so many examples in which nothing is kept yet. */
    static Replay kept(int examples, Trainer trainer) {
        return new Replay(examples, trainer.labels(), REPLAY_SEED);
    }

    /** The examples that it learns from: its own, unless it is hostile in this way. */
    List<Example> taught(Trainer trainer) {
        return examples.stream().map(sentence -> taught(sentence, trainer)).toList();
    }

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

    /** Examples in a random order. */
    static <T> List<T> shuffled(List<T> examples, SplittableRandom random) {
        List<T> shuffled = new ArrayList<>(examples);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
