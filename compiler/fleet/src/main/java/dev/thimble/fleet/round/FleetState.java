package dev.thimble.fleet.round;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.DeviceKeys;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Outcome;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.folder.FolderLock;
import dev.thimble.update.key.DurableFile;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The state of a fleet: a folder with the keys of its devices and a folder for each round. One process at a time writes it;
 * others wait. Whatever ends a process, the next one goes on where it was.
 */
public final class FleetState {
    /** What stands for a strategy where there was none. */
    public static final String GIVEN_UP = "given-up";

    private final Path folder;
    private final Runnable waiting;
    private final Disk disk;

    private FleetState(Path folder, Runnable waiting, Disk disk) {
        this.folder = folder;
        this.waiting = waiting;
        this.disk = disk;
    }

    /**
     * The state in a folder, which need not be there yet.
     *
     * @param waiting told when another process is waited for
     */
    public static FleetState at(Path folder, Runnable waiting) {
        return at(folder, waiting, Disk.REAL);
    }

    static FleetState at(Path folder, Runnable waiting, Disk disk) {
        return new FleetState(folder.toAbsolutePath(), waiting, disk);
    }

    /** The file of the devices' keys. */
    public Path keys() {
        return folder.resolve("devices.jsonl");
    }

    /** What a test puts between rounds and their disk. */
    Disk disk() {
        return disk;
    }

    @FunctionalInterface
    interface Work<T> {
        T done() throws IOException;
    }

    /** Does what only one process may do at a time. */
    <T> T alone(Work<T> work) {
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.take(folder.resolve(".lock"), waiting);
            try {
                return work.done();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    /**
     * Enrols devices.
     *
     * @param keys makes a key for each
     * @return how many there are then
     * @throws ThimbleException where one is enrolled already, or where nothing can be written
     */
    public int enrol(List<Octets> devices, Supplier<DeviceKey> keys) {
        return alone(() -> {
            KeyFile all = KeyFile.read(keys()).with(devices, keys);
            all.write(keys());
            return all.count();
        });
    }

    /**
     * Begins a round with the parameters that the one before ended with.
     *
     * @param first what the first round begins with
     * @throws ThimbleException where a round is open, where the task is of another one than the next, or of other parameters
     */
    public void begin(Task task, Optional<Parameters> first) {
        alone(() -> {
            Optional<Long> last = last();
            requireNext(task, last);
            require(last.isEmpty() == first.isPresent(), "parameters are given to the first round, and to no other");
            Parameters before = last.map(round -> parameters(files(round).parameters()))
                    .or(() -> first)
                    .orElseThrow();
            return open(task, before);
        });
    }

    /**
     * Begins a round with the parameters of the image that its devices have, whatever the round before ended with.
     *
     * @throws ThimbleException where a round is open, where the task is of another one than the next, or of other parameters
     */
    public void begin(Task task, Parameters before) {
        alone(() -> {
            requireNext(task, last());
            return open(task, before);
        });
    }

    private boolean open(Task task, Parameters before) throws IOException {
        require(before.size() == task.parameters(), "there are " + before.size() + " parameters");
        RoundFiles files = files(task.round());
        createFolder(files.folder());
        write(files.before(), before.bytes());
        write(files.task(), TaskText.print(task).getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private void requireNext(Task task, Optional<Long> last) {
        last.filter(round -> !isClosed(round)).ifPresent(round -> {
            throw new ThimbleException(FleetProblem.ROUND_OPEN.at(folder.toString(), round));
        });
        last.ifPresent(round -> require(task.round() == round + 1, "its round is not " + (round + 1)));
    }

    /** Whoever syncs a file syncs its folder, but not the folders above, which are new as well in a first round. */
    private void createFolder(Path made) throws IOException {
        Files.createDirectories(made);
        for (Path above = made.getParent(); !above.equals(folder.getParent()); above = above.getParent()) {
            DurableFile.syncFolder(above);
        }
        DurableFile.syncFolder(folder.getParent());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ThimbleException(FleetProblem.TASK_INVALID.at("", otherwise));
        }
    }

    RoundFiles files(long round) {
        return RoundFiles.of(folder, round);
    }

    void write(Path file, byte... bytes) throws IOException {
        DurableFile.write(file, bytes, disk);
    }

    static Parameters parameters(Path file) {
        return Parameters.read(InputFile.read(file, Integer.BYTES * Task.MOST_PARAMETERS));
    }

    boolean isClosed(long round) {
        return Files.exists(files(round).report());
    }

    /** The last round that has begun. */
    Optional<Long> last() throws IOException {
        return RoundFiles.last(folder);
    }

    /**
     * The task of the round that is open.
     *
     * @throws ThimbleException where none is
     */
    public Task task() {
        try {
            return task(openFiles());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }

    /**
     * The task of the last round that has begun, open or closed.
     *
     * @throws ThimbleException where none has
     */
    public Task lastTask() {
        try {
            return task(lastFiles());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }

    private long requireLast() throws IOException {
        return last().orElseThrow(() ->
                new ThimbleException(FleetProblem.STATE_INVALID.at(folder.toString(), "no round has begun")));
    }

    /** Those of the last round that has begun, open or closed. */
    RoundFiles lastFiles() throws IOException {
        return files(requireLast());
    }

    /** Those of a round, if it has begun and is one before another. */
    Optional<RoundFiles> filesBefore(long round, long other) {
        return round >= 1 && round < other && Files.exists(files(round).task())
                ? Optional.of(files(round))
                : Optional.empty();
    }

    /** Whether a round has begun that nobody has closed. */
    public boolean isRoundOpen() {
        try {
            return last().filter(round -> !isClosed(round)).isPresent();
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }

    /** Those of the round that is open. */
    RoundFiles openFiles() throws IOException {
        long round = requireLast();
        if (isClosed(round)) {
            throw new ThimbleException(FleetProblem.ROUND_CLOSED.at(folder.toString(), round));
        }
        return files(round);
    }

    static Task task(RoundFiles files) {
        return TaskText.parse(new String(InputFile.read(files.task(), 1 << 20), StandardCharsets.UTF_8));
    }

    /**
     * Accepts the records of a folder, each of which is on the disk before it counts, and closes the round. Where the round
     * cannot be closed, because too few have come for instance, those that were accepted stay so.
     *
     * @param counted told how many count and how many do not, before the round is closed
     * @throws ThimbleException where no round is open, where the strategy does not fit, or where nothing can be written
     */
    public RoundReport aggregate(Path updates, Strategy<?> strategy, Engine engine, Consumer<Counts> counted) {
        return alone(() -> aggregated(Optional.of(updates), strategy, engine, counted));
    }

    /** The same of what an {@linkplain #intake intake} has accepted. */
    public RoundReport aggregate(Strategy<?> strategy, Engine engine, Consumer<Counts> counted) {
        return alone(() -> aggregated(Optional.empty(), strategy, engine, counted));
    }

    /** What accepts records one by one. */
    public Intake intake() {
        return new Intake(this);
    }

    /** The open round, if its records are masked. */
    public MaskedRound masked() {
        return new MaskedRound(this);
    }

    /**
     * What there is to be told to devices.
     *
     * @throws ThimbleException where no round has begun
     */
    public Announcement announcement() {
        return alone(() -> Announcement.of(lastFiles()));
    }

    /**
     * Gives the open round up: it ends with the parameters that it began with, and with the strategy {@value #GIVEN_UP}.
     *
     * @throws ThimbleException where none is open, or where nothing can be written
     */
    public RoundReport abandon() {
        return alone(() -> {
            RoundFiles files = openFiles();
            Task task = task(files);
            Outcome none = new Outcome(Parameters.of(task.parameters(), i -> 0), moments(task));
            return close(files, task, GIVEN_UP, none, new Counts(0, Map.of()));
        });
    }

    /** The same; the counts are told by the report alone. */
    public RoundReport aggregate(Path updates, Strategy<?> strategy, Engine engine) {
        return aggregate(updates, strategy, engine, counts -> {});
    }

    private <A extends Accumulator<A>> RoundReport aggregated(
            Optional<Path> updates, Strategy<A> strategy, Engine engine, Consumer<Counts> counted) throws IOException {
        RoundFiles files = openFiles();
        Task task = task(files);
        strategy.requireFor(task);
        if (task.form().kind() == Kind.MASKED) {
            throw new IllegalArgumentException("a masked round goes from phase to phase");
        }
        DeviceKeys keys = KeyFile.read(keys());
        Gate gate = new Gate(task, keys);
        Admission admission = accept(files, gate, updates);
        A all = engine.accumulate(strategy, gate, files.journal());
        Counts counts = new Counts(all.devices(), admission.refused());
        counted.accept(counts);
        Outcome outcome = strategy.requireOutcome(task, all, moments(task));
        return close(files, task, strategy.word(), outcome, counts);
    }

    private Admission accept(RoundFiles files, Gate gate, Optional<Path> updates) throws IOException {
        Admission admission = new Admission(gate);
        int most = gate.task().mostBytes();
        long whole = Journal.read(files.journal(), most, admission::known);
        updates.ifPresent(admission::look);
        try (Journal journal = Journal.append(files.journal(), whole, most, disk)) {
            admission.write(journal);
        }
        return admission;
    }

    /** Those of the round that ended with what this one begins with: a round between them may have come to nothing. */
    private Moments moments(Task task) {
        Parameters before = parameters(files(task.round()).before());
        long round = task.round() - 1;
        while (isClosed(round) && !parameters(files(round).parameters()).equals(before)) {
            round--;
        }
        Path file = files(round).moments();
        return Files.exists(file)
                ? Moments.read(InputFile.read(file, 2 * Double.BYTES * Task.MOST_PARAMETERS))
                : Moments.NONE;
    }

    /** Closes a round with what it ended with. */
    RoundReport close(RoundFiles files, Task task, String strategy, Outcome outcome, Counts counts) throws IOException {
        Parameters before = parameters(files.before());
        Parameters after = before.plus(outcome.change());
        RoundReport report =
                new RoundReport(task.round(), strategy, counts, task.base(), before.digest(), after.digest());
        write(files.parameters(), after.bytes());
        // those of a call that was ended may be of another strategy
        Files.deleteIfExists(files.moments());
        if (!outcome.moments().equals(Moments.NONE)) {
            write(files.moments(), outcome.moments().bytes());
        }
        write(files.report(), (report.document() + "\n").getBytes(StandardCharsets.UTF_8));
        return report;
    }

    /**
     * What lets the records of the open round in.
     *
     * @throws ThimbleException where none is open
     */
    public Gate gate() {
        return new Gate(task(), KeyFile.read(keys()));
    }

    /**
     * The parameters that the last closed round ended with.
     *
     * @throws ThimbleException where none is closed
     */
    public Path lastParameters() {
        try {
            long last = last().map(round -> isClosed(round) ? round : round - 1).orElse(0L);
            if (!isClosed(last)) {
                throw new ThimbleException(FleetProblem.STATE_INVALID.at(folder.toString(), "no round is closed"));
            }
            return files(last).parameters();
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.toString()), e);
        }
    }
}
