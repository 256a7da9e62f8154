package dev.thimble.tokenizer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Words longer than the window against merging the whole word at once. */
class BpeEncoderTest {
    private static final int LETTERS = 4;
    private static final int MERGES = 60;

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theWindowChangesNothing(int seed) {
        Random random = new Random(seed);
        Bpe model = model(random);
        int[] word = IntStream.range(0, 700)
                .map(i -> 'a' + random.nextInt(random.nextInt(5) == 0 ? LETTERS : 2))
                .toArray();
        List<Integer> ids = new ArrayList<>();
        new BpeEncoder(model).encode(word, ids::add);
        assertThat(ids).isEqualTo(mergeAll(model, word));
    }

    /** Merges of random tokens, so that some depend on others and some make the same token. */
    private static Bpe model(Random random) {
        Map<String, Integer> vocabulary = new HashMap<>();
        List<String> tokens = new ArrayList<>();
        IntStream.range(0, LETTERS).forEach(i -> add(vocabulary, tokens, Character.toString('a' + i)));
        List<Merge> merges = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        while (merges.size() < MERGES) {
            String left = tokens.get(random.nextInt(tokens.size()));
            String right = tokens.get(random.nextInt(tokens.size()));
            if (left.length() + right.length() <= 12 && seen.add(List.of(left, right))) {
                add(vocabulary, tokens, left + right);
                merges.add(new Merge(vocabulary.get(left), vocabulary.get(right), vocabulary.get(left + right)));
            }
        }
        return new Bpe(vocabulary, merges, OptionalInt.empty(), false, "", "");
    }

    private static void add(Map<String, Integer> vocabulary, List<String> tokens, String token) {
        if (vocabulary.putIfAbsent(token, tokens.size()) == null) {
            tokens.add(token);
        }
    }

    private static List<Integer> mergeAll(Bpe model, int[] word) {
        List<Integer> symbols = new ArrayList<>();
        IntStream.of(word).forEach(letter -> symbols.add(model.vocabulary().get(Character.toString(letter))));
        boolean merged = true;
        while (merged) {
            merged = mergeFirst(model, symbols);
        }
        return symbols;
    }

    private static boolean mergeFirst(Bpe model, List<Integer> symbols) {
        for (Merge merge : model.merges()) {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (symbols.get(i) == merge.left() && symbols.get(i + 1) == merge.right()) {
                    symbols.set(i, merge.product());
                    symbols.remove(i + 1);
                    return true;
                }
            }
        }
        return false;
    }
}
