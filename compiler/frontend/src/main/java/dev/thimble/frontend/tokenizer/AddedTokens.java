package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.normalize.Normalization;
import dev.thimble.tokenizer.normalize.Normalizer;
import dev.thimble.tokenizer.pretokenize.CharKind;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The added tokens of a reading as the compiler's tokenizer has them. */
final class AddedTokens {
    private static final String WHERE = "added tokens";

    /** Bytes of the longest token: the tables on the device write the length as one byte. */
    private static final int LONGEST = 0xFF;

    /** No text holds it. */
    private static final char WHOLE = '\uFFFF';

    private final Normalizer normalizer;
    private final Set<String> patterns = new HashSet<>();

    AddedTokens(Normalizer normalizer) {
        this.normalizer = normalizer;
    }

    List<AddedToken> of(Reading reading) {
        List<AddedToken> tokens = new ArrayList<>();
        reading.tokens().tokens().values().forEach(AddedTokens::checkLength);
        if (reading.splits()) {
            refuseOverlaps(reading);
        }
        reading.found().forEach((id, token) -> {
            if (id > Vocabulary.LARGEST_ID) {
                throw problem(TokenizerProblem.BAD_ID, token, id);
            }
            tokens.add(token(id, token));
        });
        return tokens;
    }

    private static void checkLength(Token token) {
        int bytes = token.content().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            throw new ThimbleException(
                    TokenizerProblem.TABLE_LIMIT.at(WHERE, bytes + " bytes in one added token", LONGEST));
        }
    }

    /**
     * The library looks for special tokens even where they are to be split, and then goes on behind them: a token that
     * begins inside of one is not found.
     */
    private void refuseOverlaps(Reading reading) {
        Set<String> split = Set.copyOf(reading.tokens().specials());
        Set<String> beginnings = new HashSet<>();
        reading.found().values().forEach(token -> addBeginnings(token, beginnings));
        reading.tokens().tokens().values().stream()
                .filter(token -> split.contains(token.content()))
                .filter(token -> endsAsOneBegins(key(token), beginnings))
                .findFirst()
                .ifPresent(token -> {
                    throw unsupported("split_special_tokens with a token that overlaps others,", token);
                });
    }

    /** Every beginning of a token; the whole token with a mark behind it. */
    private void addBeginnings(Token token, Set<String> beginnings) {
        String key = key(token);
        IntStream.rangeClosed(2, key.length()).forEach(end -> beginnings.add(key.substring(0, end)));
        beginnings.add(key + WHOLE);
    }

    /** Whether another token can begin where this one still goes on. */
    private static boolean endsAsOneBegins(String key, Set<String> beginnings) {
        String kind = key.substring(0, 1);
        for (int from = 1; from < key.length(); from++) {
            boolean inside = from > 1 && beginnings.contains(kind + key.substring(from));
            for (int end = from + 1; end <= key.length() && !inside; end++) {
                inside = beginnings.contains(kind + key.substring(from, end) + WHOLE);
            }
            if (inside) {
                return true;
            }
        }
        return false;
    }

    /** What is looked for, behind a letter for where. */
    private String key(Token token) {
        return (token.normalized() ? "n" : "t") + pattern(token);
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
        if (pattern(token).isEmpty()) {
            throw unsupported("an added token that the normalizer empties,", token);
        }
        if (!patterns.add(key(token))) {
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
