package dev.thimble.transport;

import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.masking.MemoryFile;
import dev.thimble.fleet.masking.Participant;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.round.Plain;
import dev.thimble.fleet.round.RoundReport;
import dev.thimble.fleet.strategy.FedAvg;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A fleet whose devices are numbers, and its open round. */
public record TestRound(Path folder) {
    private static final int SIZE = 40;

    /** What the round asks for. */
    public static final Task TASK = task(1);

    /** The task of another round. */
    public static Task task(long round) {
        Octets base = Octets.sha256((byte) 1);
        return Task.of(base, base.first(16), SIZE, round, 0, Task.MOST_CLIP, new Form.Dense(), 9);
    }

    /** A new one. */
    public static TestRound of(Path folder, int devices) {
        TestRound made = new TestRound(folder);
        List<Octets> ids =
                IntStream.range(0, devices).mapToObj(TestRound::device).toList();
        Iterator<Octets> next = ids.iterator();
        made.state().enrol(ids, () -> key(next.next()));
        made.state().begin(TASK, Optional.of(Parameters.of(SIZE, i -> i)));
        return made;
    }

    /** The state as a new process has it. */
    public FleetState state() {
        return FleetState.at(folder, () -> {});
    }

    /** The id of a device. */
    public static Octets device(int number) {
        return new Octets("%032x".formatted(number));
    }

    /** Its key. */
    public static DeviceKey key(Octets device) {
        return DeviceKey.of(Octets.sha256(device.bytes()).bytes());
    }

    /** What it sends; another one for each variant. */
    public static byte[] record(Task task, int device, int variant) {
        byte[] values = new byte[SIZE];
        values[device % SIZE] = (byte) (1 + variant);
        Update update = new Update(task.base(), task.part(), task.round(), 1, 0, new Content.Dense(Delta.of(values)));
        return UpdateRecord.of(device(device), update, key(device(device))).bytes();
    }

    /** The task of a masked round. */
    public static Task maskedTask(long round) {
        Octets base = Octets.sha256((byte) 1);
        return Task.of(base, base.first(16), SIZE, round, 0, Task.MOST_CLIP, new Form.Masked(), 9);
    }

    /** A device in masked rounds, which keeps what it must in a folder: its values are its number, 100 and -100. */
    public static MaskedCourier masked(Courier courier, int device, Path folder) {
        Octets id = device(device);
        byte[] values = new byte[SIZE];
        values[0] = (byte) device;
        values[1] = 100;
        values[2] = -100;
        return new MaskedCourier(
                courier,
                new Participant(id, key(id)),
                new MemoryFile(folder.resolve("memory-" + device)),
                new HashStream(Octets.sha256(id.bytes()).bytes()),
                (task, masks) ->
                        new Update(task.base(), task.part(), task.round(), 1, 0, masks.masked(Delta.of(values), 1)));
    }

    /** Closes the round with what was accepted. */
    public RoundReport closed() {
        return state().aggregate(new FedAvg(), new Plain(), counts -> {});
    }
}
