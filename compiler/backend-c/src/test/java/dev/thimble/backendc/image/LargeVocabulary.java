package dev.thimble.backendc.image;

import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.WordPiece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An artificial vocabulary of BERT's size and English-like shape. */
final class LargeVocabulary {
    private static final int TOKENS = 30_522;
    private static final List<String> STARTS = List.of("b", "st", "c", "pr", "d", "tr", "m", "l", "s", "gr", "h", "");
    private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u", "ea", "ou", "e", "a", "i");
    private static final List<String> ENDS = List.of("", "n", "r", "s", "t", "l", "nd", "ck", "ng", "");
    private static final List<String> SUFFIXES = List.of("", "", "s", "ed", "ing", "er", "tion", "ly");

    private LargeVocabulary() {}

    /** The tokens of a WordPiece tokenizer and as many others as make up the size; every fifth continues a word. */
    static TokenizerSpec over(TokenizerSpec small) {
        WordPiece model = (WordPiece) small.model();
        Map<String, Integer> vocabulary = new HashMap<>(model.vocabulary());
        Random random = new Random(30_522);
        while (vocabulary.size() < TOKENS) {
            String prefix = random.nextInt(5) == 0 ? model.prefix() : "";
            vocabulary.putIfAbsent(prefix + word(random), vocabulary.size());
        }
        return new TokenizerSpec(
                new WordPiece(vocabulary, model.unknownId(), model.prefix(), model.maxWordChars()),
                small.normalizer(),
                small.preTokenizer(),
                small.template(),
                small.addedTokens());
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int syllables = 1 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            word.append(any(STARTS, random)).append(any(VOWELS, random)).append(any(ENDS, random));
        }
        return word.append(any(SUFFIXES, random)).toString();
    }

    private static String any(List<String> parts, Random random) {
        return parts.get(random.nextInt(parts.size()));
    }
}
