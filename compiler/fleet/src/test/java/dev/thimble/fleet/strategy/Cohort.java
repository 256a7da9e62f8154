package dev.thimble.fleet.strategy;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The updates of a round. */
final class Cohort {
    private Cohort() {}

    static Accepted accepted(int device, int examples, Content content) {
        return new Accepted(TestFleet.device(device), Octets.sha256((byte) device), examples, content);
    }

    static Accepted accepted(int device, int examples, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return accepted(device, examples, new Content.Dense(Delta.of(bytes)));
    }

    /** Any updates of devices 0 and up. */
    static List<Accepted> any(Task task, int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> accepted(i, 1 + random.nextInt(task.examples()), TestFleet.content(task, random)))
                .toList();
    }

    static <A extends Accumulator<A>> A all(Strategy<A> strategy, Task task, List<Accepted> updates) {
        A all = strategy.empty(task);
        updates.forEach(all::add);
        return all;
    }

    static <A extends Accumulator<A>> Parameters change(Strategy<A> strategy, Task task, List<Accepted> updates) {
        return strategy.requireOutcome(task, all(strategy, task, updates), Moments.NONE)
                .change();
    }

    /** In another order, by parts of any size that are merged in any order, half of them after a way over bytes. */
    static <A extends Accumulator<A>> A merged(Strategy<A> strategy, Task task, List<Accepted> updates, Random random) {
        List<Accepted> shuffled = new ArrayList<>(updates);
        Collections.shuffle(shuffled, random);
        List<A> parts = new ArrayList<>(IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(i -> strategy.empty(task))
                .toList());
        shuffled.forEach(update -> parts.get(random.nextInt(parts.size())).add(update));
        while (parts.size() > 1) {
            A one = parts.remove(random.nextInt(parts.size()));
            A other = parts.get(random.nextInt(parts.size()));
            other.merge(random.nextBoolean() ? one : strategy.read(task, one.bytes()));
        }
        return parts.get(0);
    }

    /** The values of one parameter. */
    static long[] column(List<Accepted> updates, int size, int parameter) {
        return updates.stream()
                .mapToLong(update -> update.content().delta(size).orElseThrow().value(parameter))
                .toArray();
    }

    static long[] sorted(long... values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
