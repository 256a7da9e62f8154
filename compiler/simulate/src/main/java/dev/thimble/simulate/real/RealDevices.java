package dev.thimble.simulate.real;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.Recorded;
import dev.thimble.device.drive.Tasked;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.Sentence;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Devices that run the C, each on its own.
 *
 * @param runners by number of the device
 * @param releases what signs the images of rounds
 */
public record RealDevices(Map<Integer, Runner> runners, Releases releases) implements Hardware {
    /** Of what a device draws by chance; nothing of that is in a record without noise. */
    private static final int SEED = 7;

    /** Copies the map. */
    public RealDevices {
        runners = Map.copyOf(runners);
    }

    @Override
    public boolean runs(int device) {
        return runners.containsKey(device);
    }

    @Override
    public void install(TrainedModel model) {
        Release release = releases.next(model);
        runners.values().parallelStream().forEach(runner -> runner.install(release));
    }

    @Override
    public byte[] record(int number, Assignment assignment) {
        FleetDevice device = runners.get(number).device();
        take(device, assignment);
        device.trainAsTasked(SEED);
        for (Sentence sentence : assignment.course()) {
            byte[] text = sentence.text().getBytes(StandardCharsets.UTF_8);
            require(device.learn(sentence.example().label(), text).status());
        }
        Recorded made = device.makeRecord(assignment.examples(), SEED);
        require(made.reason());
        return device.record(made);
    }

    private static void take(FleetDevice device, Assignment assignment) {
        byte[] id = assignment.id().bytes();
        device.enrol(id, assignment.secret().bytes(), assignment.task().round() - 1);
        Tasked tasked = device.task(TaskMessage.seal(assignment.task(), assignment.id(), assignment.key()));
        require(tasked.reason());
    }

    private static void require(int code) {
        if (code != 0) {
            throw new ThimbleException(FleetProblem.TASK_NOT_DONE.at("", code));
        }
    }

    @Override
    public void close() {
        runners.values().forEach(Runner::close);
    }
}
