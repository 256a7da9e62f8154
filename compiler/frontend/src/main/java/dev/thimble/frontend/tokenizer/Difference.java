package dev.thimble.frontend.tokenizer;

import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.normalize.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where two readings of a folder first part.
 *
 * @param one what the first has
 * @param other what the second has instead
 */
record Difference(String one, String other) {
    private static final List<Function<Reading, Object>> PARTS = List.of(
            Reading::normalizer,
            reading -> reading.preTokenizer().name().toLowerCase(Locale.ROOT),
            Reading::model,
            Reading::template);

    /** The first difference that can change ids, if there is one. */
    static Optional<Difference> of(Reading one, Reading other) {
        return PARTS.stream()
                .filter(part -> !part.apply(one).equals(part.apply(other)))
                .map(part -> new Difference(shown(one, part, other), shown(other, part, one)))
                .findFirst()
                .or(() -> tokens(one, other));
    }

    private static String shown(Reading reading, Function<Reading, Object> part, Reading other) {
        Object value = part.apply(reading);
        if (value instanceof Normalizer normalizer) {
            return shown(normalizer);
        }
        if (value instanceof TokenModel model) {
            return shown(model, other.model());
        }
        return value == reading.template()
                ? "the ids " + ids(reading.template().before()) + " before a text and "
                        + ids(reading.template().after()) + " behind it"
                : "the pre-tokenizer " + value;
    }

    private static String ids(List<Integer> ids) {
        return JsonFields.shown(ids.toString());
    }

    private static String shown(Normalizer normalizer) {
        if (normalizer instanceof BertNormalizer bert) {
            return String.format(
                    Locale.ROOT,
                    "lowercase %s, strip_accents %s, handle_chinese_chars %s, clean_text %s",
                    bert.lowercase(),
                    bert.stripAccents(),
                    bert.handleChineseChars(),
                    bert.cleanText());
        }
        return "no normalizer";
    }

    private static String shown(TokenModel model, TokenModel other) {
        if (!(model instanceof WordPiece piece)) {
            return "merges";
        }
        if (!(other instanceof WordPiece)) {
            return "no merges";
        }
        return "unknown words as id " + piece.unknownId() + ", words of up to " + piece.maxWordChars()
                + " characters, the prefix \"" + JsonFields.shown(piece.prefix()) + "\"";
    }

    private static Optional<Difference> tokens(Reading one, Reading other) {
        Map<Integer, Token> ofOne = one.found();
        Map<Integer, Token> ofOther = other.found();
        return Stream.concat(ofOne.keySet().stream(), ofOther.keySet().stream())
                .sorted()
                .filter(id -> !Objects.equals(ofOne.get(id), ofOther.get(id)))
                .findFirst()
                .map(id -> one.splits() == other.splits()
                        ? new Difference(token(id, ofOne), token(id, ofOther))
                        : new Difference(specials(one), specials(other)));
    }

    private static String specials(Reading reading) {
        return "split_special_tokens " + reading.splits();
    }

    private static String token(int id, Map<Integer, Token> tokens) {
        Token token = tokens.get(id);
        if (token == null) {
            return "no added token " + id;
        }
        String where = token.normalized() ? " in normalised text" : "";
        return "the added token " + id + " \"" + JsonFields.shown(token.content()) + "\"" + where;
    }
}
