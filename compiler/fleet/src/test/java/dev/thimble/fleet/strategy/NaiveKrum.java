package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Parameters;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Krum as its paper writes it: for each update, the others by distance. */
final class NaiveKrum {
    private NaiveKrum() {}

    static Parameters change(List<Accepted> updates, int size, int attackers, int chosen, int shift) {
        List<Accepted> best = updates.stream()
                .sorted(Comparator.<Accepted>comparingLong(one -> score(one, updates, size, attackers))
                        .thenComparing(one -> one.device().hex()))
                .limit(chosen)
                .toList();
        return Parameters.of(size, p -> {
            long sum = best.stream().mapToLong(one -> value(one, size, p)).sum();
            return (int) Math.floorDiv(2 * (sum << shift) + chosen, 2L * chosen);
        });
    }

    private static long score(Accepted one, List<Accepted> updates, int size, int attackers) {
        return updates.stream()
                .filter(other -> !other.device().equals(one.device()))
                .mapToLong(other -> distance(one, other, size))
                .sorted()
                .limit(updates.size() - attackers - 2L)
                .sum();
    }

    private static long distance(Accepted one, Accepted other, int size) {
        return IntStream.range(0, size)
                .mapToLong(p -> value(one, size, p) - value(other, size, p))
                .map(difference -> difference * difference)
                .sum();
    }

    private static long value(Accepted update, int size, int parameter) {
        return update.content().delta(size).orElseThrow().value(parameter);
    }
}
