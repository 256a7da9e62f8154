package dev.thimble.simulate;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.SharedPart;
import dev.thimble.fleet.record.Task;
import dev.thimble.pipeline.trained.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The devices of a fleet at work: each as the reference computes it, and beside it the C of those that run it. Not
 * thread-safe.
 */
final class Workforce {
    private final Scenario scenario;
    private final Hardware hardware;
    private final List<Device> devices;
    private final SharedPart shared;
    private final Attendance attendance;

    /**
     * Those of a scenario.
     *
     * @param devices in the order of their numbers, from 0
     * @param shared what they tell of what they learn
     */
    Workforce(Scenario scenario, Hardware hardware, List<Device> devices, SharedPart shared) {
        this.scenario = scenario;
        this.hardware = hardware;
        this.devices = List.copyOf(devices);
        this.shared = shared;
        this.attendance = new Attendance(scenario);
    }

    /**
     * What came of a round.
     *
     * @param records that are there when it is closed
     * @param taskBytes of all tasks that devices got
     * @param compared records that the C made, each the reference's byte for byte
     */
    record Work(List<byte[]> records, long taskBytes, long compared) {
        /** Of no devices. */
        static final Work NONE = new Work(List.of(), 0, 0);

        Work {
            records = List.copyOf(records);
        }

        long recordBytes() {
            return records.stream().mapToLong(record -> record.length).sum();
        }
    }

    /**
     * A device in a round.
     *
     * @param assignment what it does, where it answers
     * @param made what its C comes to
     */
    private record Turn(
            Device device, Optional<Hardware.Assignment> assignment, Optional<CompletableFuture<byte[]>> made) {}

    /**
     * A round of devices that have a model.
     *
     * @param assigned what a device does
     * @throws ThimbleException where the C of a device makes another record than the reference
     */
    Work work(TrainedModel model, Task task, Function<Device, Optional<Hardware.Assignment>> assigned) {
        List<Attendance.Presence> presences = attendance.next(devices.size());
        List<Turn> turns = devices.stream()
                .map(device -> turn(device, presences.get(device.number()), assigned))
                .toList();
        List<Optional<byte[]>> answers = turns.parallelStream()
                .map(turn ->
                        turn.assignment().map(assignment -> turn.device().record(model, shared, assignment, scenario)))
                .toList();
        turns.forEach(turn -> turn.made()
                .ifPresent(made -> compare(
                        turn.device(),
                        task,
                        Hardware.await(made),
                        answers.get(turn.device().number()).orElseThrow())));
        return new Work(
                attendance.closed(presences, answers),
                turns.stream()
                        .flatMap(turn -> turn.assignment().stream())
                        .mapToLong(Downlink::taskBytes)
                        .sum(),
                turns.stream().filter(turn -> turn.made().isPresent()).count());
    }

    /** What becomes of a device in a round; where it runs the C, it sets to work. */
    private Turn turn(
            Device device, Attendance.Presence presence, Function<Device, Optional<Hardware.Assignment>> assigned) {
        Optional<Hardware.Assignment> assignment =
                presence == Attendance.Presence.SILENT ? Optional.empty() : assigned.apply(device);
        boolean isReal = device.attack().isEmpty() && hardware.runs(device.number());
        return new Turn(
                device,
                assignment,
                assignment.filter(given -> isReal).map(given -> hardware.record(device.number(), given)));
    }

    private static void compare(Device device, Task task, byte[] made, byte[] expected) {
        if (!Arrays.equals(made, expected)) {
            throw new ThimbleException(FleetProblem.RECORD_DIFFERS.at("", device.number(), task.round()));
        }
    }
}
