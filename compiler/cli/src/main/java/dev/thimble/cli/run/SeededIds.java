package dev.thimble.cli.run;

import dev.thimble.tokenizer.TokenizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sequences of a given length, the same every time: what an inference takes follows from the length, hardly from the ids. */
public final class SeededIds {
    private static final long SEED = 20_250_212;

    private SeededIds() {}

    /**
     * The special ids of the tokenizer at the ends of a sequence, seeded ones between them.
     *
     * @param tokens its length, with the special ones
     */
    public static List<Integer> ids(TokenizerSpec tokenizer, int vocabulary, int tokens) {
        List<Integer> before = tokenizer.template().before();
        List<Integer> after = tokenizer.template().after();
        List<Integer> special = new ArrayList<>(before);
        special.addAll(after);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Integer> ids = new ArrayList<>(before);
        while (ids.size() < tokens - after.size()) {
            int id = random.nextInt(vocabulary);
            if (!special.contains(id)) {
                ids.add(id);
            }
        }
        ids.addAll(after);
        return ids.subList(0, Math.min(tokens, ids.size()));
    }
}
