package dev.thimble.simulate.real;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.Recorded;
import dev.thimble.device.drive.Tasked;
import dev.thimble.fleet.record.TaskMessage;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.Lesson;
import dev.thimble.simulate.Sentence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Devices that run the C, each on its own. */
public final class RealDevices implements Hardware {
    /** Of what a device draws by chance; nothing of that is in a record without noise. */
    private static final int SEED = 7;

    private final Map<Integer, Runner> runners;
    private final TrainerForm form;
    private final Releases releases;
    private final ExecutorService drivers;

    /**
     * Devices that have started.
     *
     * @param runners by number of the device; one at least
     * @param form of their training
     * @param releases what signs the images of rounds
     */
    public RealDevices(Map<Integer, Runner> runners, TrainerForm form, Releases releases) {
        this.runners = Map.copyOf(runners);
        this.form = form;
        this.releases = releases;
        this.drivers = Executors.newFixedThreadPool(runners.size());
    }

    /** What they run on, by number of the device. */
    public Map<Integer, Runner> runners() {
        return runners;
    }

    @Override
    public boolean runs(int device) {
        return runners.containsKey(device);
    }

    @Override
    public void install(TrainedModel model) {
        Release release = releases.next(model);
        List<CompletableFuture<Void>> installed = runners.values().stream()
                .map(runner -> CompletableFuture.runAsync(() -> runner.install(release), drivers))
                .toList();
        installed.forEach(Hardware::await);
    }

    @Override
    public CompletableFuture<byte[]> record(int number, Assignment assignment) {
        FleetDevice device = runners.get(number).device();
        return CompletableFuture.supplyAsync(() -> made(device, assignment), drivers);
    }

    private byte[] made(FleetDevice device, Assignment assignment) {
        take(device, assignment);
        device.trainAsTasked(SEED);
        assignment.lessons().forEach(lesson -> teach(device, lesson));
        Recorded made = device.makeRecord(assignment.examples(), SEED);
        require(made.reason());
        return device.record(made);
    }

    private void teach(FleetDevice device, Lesson lesson) {
        if (form.isHoldable()) {
            require(device.hold(form.bits(lesson.held())).status());
        }
        for (Sentence sentence : lesson.course()) {
            byte[] text = sentence.text().getBytes(StandardCharsets.UTF_8);
            require(device.learn(sentence.example().label(), text).status());
        }
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
        drivers.shutdown();
        runners.values().forEach(Runner::close);
    }
}
