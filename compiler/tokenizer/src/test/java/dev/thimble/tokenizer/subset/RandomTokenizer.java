package dev.thimble.tokenizer.subset;

import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.Merge;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tokenizers of few characters and many entries, some of which lack what most have; and texts for them. */
final class RandomTokenizer {
    private static final String LETTERS = "abcx";
    private static final String OTHERS = "#-";
    private static final int LONGEST = 5;

    private final Random random;
    private final Map<String, Integer> vocabulary = new HashMap<>();

    /** Neighbouring seeds of {@link Random} begin alike: they are spread first. */
    RandomTokenizer(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        add("[UNK]");
        add("[CLS]");
    }

    private int add(String token) {
        vocabulary.putIfAbsent(token, vocabulary.size());
        return vocabulary.get(token);
    }

    /** A tokenizer whose model is one of either kind. */
    TokenizerSpec spec() {
        return random.nextBoolean() ? wordPiece() : bpe();
    }

    TokenizerSpec wordPiece() {
        String prefix = List.of("##", "##", "##", "", "#", "b").get(random.nextInt(6));
        double missing = List.of(0.0, 0.0, 0.1, 0.4).get(random.nextInt(4));
        for (String letter : letters()) {
            maybe(1 - missing, letter);
            maybe(1 - missing, prefix + letter);
        }
        int entries = random.nextInt(40);
        for (int i = 0; i < entries; i++) {
            add((random.nextInt(3) > 0 ? prefix : "") + word(1 + random.nextInt(LONGEST)));
        }
        return spec(new WordPiece(vocabulary, 0, prefix, random.nextInt(4) == 0 ? 4 : 100));
    }

    private void maybe(double share, String token) {
        if (random.nextDouble() < share) {
            add(token);
        }
    }

    TokenizerSpec bpe() {
        String prefix = random.nextInt(3) == 0 ? "##" : "";
        String suffix = random.nextInt(3) == 0 ? "</w>" : "";
        List<String> symbols = new ArrayList<>();
        for (String letter : letters()) {
            for (String symbol : List.of(letter, prefix + letter, letter + suffix, prefix + letter + suffix)) {
                if (random.nextInt(10) > 0) {
                    add(symbol);
                    symbols.add(symbol);
                }
            }
        }
        symbols.add("a");
        add("a");
        List<Merge> merges = merges(symbols, prefix);
        OptionalInt unknown = random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(0);
        return spec(new Bpe(vocabulary, merges, unknown, random.nextBoolean(), prefix, suffix));
    }

    private List<Merge> merges(List<String> symbols, String prefix) {
        List<Merge> merges = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String left = symbols.get(random.nextInt(symbols.size()));
            String right = symbols.get(random.nextInt(symbols.size()));
            String product = left + (right.startsWith(prefix) ? right.substring(prefix.length()) : right);
            if (seen.add(List.of(left, right)) && product.length() < 16) {
                merges.add(new Merge(add(left), add(right), add(product)));
                symbols.add(product);
            }
        }
        return merges;
    }

    private TokenizerSpec spec(TokenModel model) {
        int added = vocabulary.size();
        return new TokenizerSpec(
                model,
                new NoNormalizer(),
                List.of(PreTokenizer.values()).get(random.nextInt(3)),
                new Template(List.of(1), List.of()),
                random.nextInt(3) == 0 ? List.of(new AddedToken(added, "ab-", false)) : List.of());
    }

    private static List<String> letters() {
        return (LETTERS + OTHERS).codePoints().mapToObj(Character::toString).toList();
    }

    private String word(int length) {
        String from = random.nextInt(4) == 0 ? LETTERS + OTHERS : LETTERS;
        return IntStream.range(0, length)
                .mapToObj(i -> from.substring(random.nextInt(from.length())).substring(0, 1))
                .collect(Collectors.joining());
    }

    /** A word, or a few. */
    String text() {
        int words = 1 + random.nextInt(3);
        return IntStream.range(0, words)
                .mapToObj(i -> word(1 + random.nextInt(8)))
                .collect(Collectors.joining(" "));
    }

    /** Some of the ids below a limit. */
    List<Integer> some(int entries) {
        double share = random.nextDouble();
        return IntStream.range(0, entries)
                .filter(id -> random.nextDouble() < share)
                .boxed()
                .toList();
    }
}
