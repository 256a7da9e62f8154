package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Content;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Masks by pairs: what one of two devices adds, the other subtracts. */
final class NaiveMasks {
    private NaiveMasks() {}

    static List<Accepted> on(List<Accepted> updates, int size, Random random) {
        int[][] words = new int[updates.size()][size + 1];
        for (int i = 0; i < words.length; i++) {
            for (int p = 0; p <= size; p++) {
                words[i][p] += updates.get(i).examples() * (p == size ? 1 : value(updates.get(i), size, p));
                for (int j = 0; j < i; j++) {
                    int mask = random.nextInt();
                    words[i][p] += mask;
                    words[j][p] -= mask;
                }
            }
        }
        return IntStream.range(0, words.length)
                .mapToObj(i ->
                        new Accepted(updates.get(i).device(), updates.get(i).mac(), 1, Content.Masked.of(words[i])))
                .toList();
    }

    private static int value(Accepted update, int size, int parameter) {
        return update.content().delta(size).orElseThrow().value(parameter);
    }
}
