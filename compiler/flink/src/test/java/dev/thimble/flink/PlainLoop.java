package dev.thimble.flink;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.flink.input.Input;
import dev.thimble.flink.input.RecordReader;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the job does as one thread does it, one record after the other.
 *
 * @param all what the strategy keeps of those that count
 * @param refused how many do not, by their reason
 */
record PlainLoop<A extends Accumulator<A>>(A all, Map<Reason, Long> refused) {
    private static <A extends Accumulator<A>> PlainLoop<A> empty(Task task, Strategy<A> strategy) {
        return new PlainLoop<>(strategy.empty(task), new EnumMap<>(Reason.class));
    }

    /** Keeps every record, and chooses of those of a device when all were read. */
    static <A extends Accumulator<A>> PlainLoop<A> choosing(
            Task task, Strategy<A> strategy, Path devices, List<Path> inputs) throws IOException {
        PlainLoop<A> loop = empty(task, strategy);
        Map<Octets, Accepted> chosen = new HashMap<>();
        loop.read(
                new Gate(task, KeyFile.read(devices)),
                inputs,
                update -> chosen.merge(update.device(), update, (one, other) -> {
                    loop.refuse(Reason.DUPLICATE);
                    return one.mac().hex().compareTo(other.mac().hex()) <= 0 ? one : other;
                }));
        chosen.values().forEach(loop.all::add);
        return loop;
    }

    /** Keeps no record, but the code of each; of a device it takes the first that comes. */
    static <A extends Accumulator<A>> PlainLoop<A> streaming(
            Task task, Strategy<A> strategy, Path devices, List<Path> inputs) throws IOException {
        PlainLoop<A> loop = empty(task, strategy);
        Map<Octets, Octets> codes = new HashMap<>();
        loop.read(new Gate(task, KeyFile.read(devices)), inputs, update -> {
            if (codes.putIfAbsent(update.device(), update.mac()) == null) {
                loop.all.add(update);
            } else {
                loop.refuse(Reason.DUPLICATE);
            }
        });
        return loop;
    }

    private void read(Gate gate, List<Path> inputs, Consumer<Accepted> taking) throws IOException {
        for (Path input : inputs) {
            try (RecordReader records =
                    Input.of(0, input, gate.task().mostBytes()).getIterator()) {
                while (records.hasNext()) {
                    ask(gate, records.next(), taking);
                }
            }
        }
    }

    private void ask(Gate gate, byte[] record, Consumer<Accepted> taking) {
        try {
            taking.accept(gate.admit(record));
        } catch (Refused e) {
            refuse(e.reason());
        }
    }

    private void refuse(Reason reason) {
        refused.merge(reason, 1L, Long::sum);
    }
}
