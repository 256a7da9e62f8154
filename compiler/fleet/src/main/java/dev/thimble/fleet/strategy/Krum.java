package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The updates that have the nearest neighbours (Blanchard et al. 2017). An update's score is the sum of the squared
 * distances to the N - F - 2 others that are nearest to it; the mean of those with the lowest scores is taken. All is exact,
 * and of equal scores the lower id of a device comes first.
 *
 * @param attackers F, how many may be arbitrary
 * @param chosen M, how many are averaged: 1 is Krum, more are multi-Krum
 */
public record Krum(int attackers, int chosen) implements Strategy<Vectors> {
    @Override
    public String word() {
        return chosen == 1 ? "krum:" + attackers : "multi-krum:" + attackers + ":" + chosen;
    }

    @Override
    public Vectors empty(Task task) {
        return Vectors.of(word(), task.parameters());
    }

    @Override
    public Vectors read(Task task, byte... bytes) {
        return empty(task).read(bytes);
    }

    /** N is at least 2 F + 3, and as many are averaged as are not suspected: M is at most N - F. */
    @Override
    public long least() {
        return Math.max(2L * attackers + 3, (long) attackers + chosen);
    }

    @Override
    public Outcome outcome(Task task, Vectors all, Moments before) {
        List<Delta> deltas = all.inOrder();
        long[] scores = scores(deltas);
        int[] nearest = IntStream.range(0, deltas.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> scores[i]))
                .limit(chosen)
                .mapToInt(Integer::intValue)
                .toArray();
        Parameters change = Parameters.of(task.parameters(), i -> {
            long sum = Arrays.stream(nearest)
                    .mapToLong(j -> deltas.get(j).value(i))
                    .sum();
            return Rounding.mean(sum, task.shift(), chosen);
        });
        return new Outcome(change, Moments.NONE);
    }

    /** A squared distance has less than 2^37, a score less than 2^47. */
    private long[] scores(List<Delta> deltas) {
        int count = deltas.size();
        long[][] distances = new long[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = squaredDistance(deltas.get(i), deltas.get(j));
                distances[j][i] = distances[i][j];
            }
        }
        int neighbours = count - attackers - 2;
        // the smallest of each row is the distance to itself
        return Arrays.stream(distances)
                .mapToLong(row ->
                        Arrays.stream(row).sorted().limit(1L + neighbours).sum())
                .toArray();
    }

    private static long squaredDistance(Delta one, Delta other) {
        long sum = 0;
        for (int i = 0; i < one.size(); i++) {
            int difference = one.value(i) - other.value(i);
            sum += (long) difference * difference;
        }
        return sum;
    }
}
