package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CType;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.normalize.Normalization;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The added tokens and the template. */
final class PatternTable {
    private static final String REPLACEMENT = "\uFFFD";

    private final TokenizerSpec spec;
    private final CharTable chars;
    private final Tables out;

    private PatternTable(TokenizerSpec spec, CharTable chars, Tables out) {
        this.spec = spec;
        this.chars = chars;
        this.out = out;
    }

    static void write(TokenizerSpec spec, CharTable chars, Tables out) {
        PatternTable table = new PatternTable(spec, chars, out);
        table.writeKind("typed", CType.U8, false, table::typed);
        table.writeKind("normalized", CType.U16, true, table::normalized);
        out.array("before", CType.U16, spec.template().before());
        out.array("after", CType.U16, spec.template().after());
        out.scalar("before_count", spec.template().before().size());
        out.scalar("after_count", spec.template().after().size());
    }

    /** Each pattern as its length and its elements; the longest first, for that is the one that counts. */
    private void writeKind(String name, CType type, boolean normalized, Function<AddedToken, int[]> pattern) {
        record Entry(int id, List<Integer> pattern) {}
        List<Entry> entries = spec.addedTokens().stream()
                .filter(token -> token.normalized() == normalized)
                .map(token -> new Entry(
                        token.id(), IntStream.of(pattern.apply(token)).boxed().toList()))
                .sorted(Comparator.comparing((Entry entry) -> -entry.pattern().size()))
                .toList();
        out.array(name, type, entries.stream().flatMapToInt(entry -> counted(entry.pattern())));
        out.array(name + "_ids", CType.U16, entries.stream().mapToInt(Entry::id));
        out.scalar(name + "_count", entries.size());
    }

    private static IntStream counted(List<Integer> pattern) {
        return IntStream.concat(IntStream.of(pattern.size()), pattern.stream().mapToInt(Integer::intValue));
    }

    private int[] typed(AddedToken token) {
        if (token.content().contains(REPLACEMENT)) {
            throw unsupported(token);
        }
        byte[] bytes = token.content().getBytes(StandardCharsets.UTF_8);
        Tables.limit(bytes.length, "bytes in one added token", 0xFF);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    private int[] normalized(AddedToken token) {
        int[] text = token.content().codePoints().toArray();
        return IntStream.of(Normalization.apply(spec.normalizer(), text))
                .map(codePoint -> chars.inPattern(codePoint).orElseThrow(() -> unsupported(token)))
                .toArray();
    }

    private static ThimbleException unsupported(AddedToken token) {
        return new ThimbleException(TokenizerProblem.UNSUPPORTED_PART.at(
                "tokenizer.json: added_tokens",
                "added token with a character that cannot be told from others,",
                token.content()));
    }
}
