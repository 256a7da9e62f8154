package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.core.tokenizer.AddedToken;
import dev.thimble.core.tokenizer.CharKind;
import dev.thimble.core.tokenizer.Normalization;
import dev.thimble.core.tokenizer.Normalizer;
import dev.thimble.core.tokenizer.PreTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The added tokens of a reading as the compiler's tokenizer has them. */
final class AddedTokens {
    private static final String WHERE = "added tokens";

    private final Normalizer normalizer;
    private final Set<String> patterns = new HashSet<>();

    AddedTokens(Normalizer normalizer) {
        this.normalizer = normalizer;
    }

    List<AddedToken> of(Reading reading) {
        List<AddedToken> tokens = new ArrayList<>();
        refuseOverlaps(reading);
        reading.found().forEach((id, token) -> {
            if (id > Vocabulary.LARGEST_ID) {
                throw problem(TokenizerProblem.BAD_ID, token, id);
            }
            tokens.add(token(id, token));
        });
        return tokens;
    }

    /**
     * The library looks for special tokens even where they are to be split, and then goes on behind them: a token that
     * begins inside of one is not found.
     */
    private void refuseOverlaps(Reading reading) {
        Set<String> split = reading.splits() ? Set.copyOf(reading.tokens().specials()) : Set.of();
        for (Token special : reading.tokens().tokens().values()) {
            if (split.contains(special.content())) {
                reading.found().values().stream()
                        .filter(token -> special.normalized() == token.normalized())
                        .filter(token -> overlap(pattern(special), pattern(token)))
                        .forEach(token -> {
                            throw unsupported("split_special_tokens beside the added token", token);
                        });
            }
        }
    }

    /** Whether the second can begin where the first still goes on. */
    private static boolean overlap(String first, String second) {
        return first.contains(second)
                || IntStream.range(1, first.length()).anyMatch(from -> second.startsWith(first.substring(from)));
    }

    private String pattern(Token token) {
        int[] typed = token.content().codePoints().toArray();
        int[] pattern = token.normalized() ? Normalization.apply(normalizer, typed) : typed;
        return new String(pattern, 0, pattern.length);
    }

    /**
     * Refuses what is not done here. Stripping the blanks around a token changes nothing when blanks belong to no word
     * and no token begins or ends with one.
     */
    private AddedToken token(int id, Token token) {
        Stream<String> flags = Stream.of(
                token.singleWord() ? "single_word" : "",
                token.lstrip() ? "lstrip" : "",
                token.rstrip() ? "rstrip" : "");
        flags.filter(flag -> !flag.isEmpty()).findFirst().ifPresent(flag -> {
            throw unsupported(flag + " of the added token", token);
        });
        int[] text = token.content().codePoints().toArray();
        if (text.length == 0 || isBlank(text[0]) || isBlank(text[text.length - 1])) {
            throw unsupported("an added token that is empty or begins or ends with a blank,", token);
        }
        checkPattern(token);
        return new AddedToken(id, token.content(), token.normalized());
    }

    private static boolean isBlank(int codePoint) {
        return CharKind.of(PreTokenizer.WHITESPACE, codePoint) == CharKind.SPACE;
    }

    private void checkPattern(Token token) {
        String pattern = pattern(token);
        if (pattern.isEmpty()) {
            throw unsupported("an added token that the normalizer empties,", token);
        }
        if (!patterns.add((token.normalized() ? "n" : "t") + pattern)) {
            throw problem(TokenizerProblem.DUPLICATE_TOKEN, token);
        }
    }

    private static ThimbleException unsupported(String what, Token token) {
        return new ThimbleException(
                TokenizerProblem.UNSUPPORTED_PART.at(WHERE, what, JsonFields.shown(token.content())));
    }

    private static ThimbleException problem(TokenizerProblem problem, Token token, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(JsonFields.shown(token.content())));
        arguments.addAll(List.of(more));
        return new ThimbleException(problem.at(WHERE, arguments.toArray()));
    }
}
