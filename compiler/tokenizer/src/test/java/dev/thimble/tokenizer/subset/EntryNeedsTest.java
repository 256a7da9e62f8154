package dev.thimble.tokenizer.subset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.Merge;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever goes of a vocabulary, unknown words are the same ones, and pieces that stay are found as before. */
class EntryNeedsTest {
    private static final int TOKENIZERS = 3000;
    private static final int TEXTS = 150;
    private static final int UNKNOWN = 0;

    private static Optional<EntryNeeds> needs(TokenizerSpec spec) {
        try {
            return Optional.of(EntryNeeds.of(spec, List.of()));
        } catch (ThimbleException e) {
            return Optional.empty();
        }
    }

    private static KeptEntries kept(EntryNeeds needs, List<Integer> more, int entries) {
        Set<Integer> kept = new HashSet<>(needs.required());
        kept.addAll(needs.missing(kept, more));
        return KeptEntries.of(entries, kept);
    }

    @Test
    void noWordBecomesUnknownAndPiecesThatStayAreFound() {
        int cut = 0;
        int changed = 0;
        int same = 0;
        for (int seed = 0; seed < TOKENIZERS; seed++) {
            RandomTokenizer random = new RandomTokenizer(seed);
            TokenizerSpec spec = random.spec();
            Optional<EntryNeeds> needs = needs(spec);
            if (needs.isEmpty()) {
                continue;
            }
            int entries = spec.vocabularySize();
            KeptEntries kept = kept(needs.get(), random.some(entries), entries);
            cut += kept.size() < entries ? 1 : 0;
            Tokenizer whole = new Tokenizer(spec);
            Tokenizer smaller = new Tokenizer(SmallerTokenizer.of(spec, kept));
            for (int i = 0; i < TEXTS; i++) {
                String text = random.text();
                List<Integer> before = whole.encode(text, 1000).ids();
                List<Integer> after = smaller.encode(text, 1000).ids();
                assertThat(unknown(after, kept)).as("%d: %s", seed, text).isEqualTo(unknown(before));
                List<Integer> now = kept.nowAll(before);
                if (!now.isEmpty()) {
                    assertThat(after).as("%d: %s", seed, text).isEqualTo(now);
                    same++;
                } else {
                    changed++;
                }
            }
        }
        assertThat(cut).isGreaterThan(TOKENIZERS / 2);
        assertThat(same).isGreaterThan(TOKENIZERS);
        assertThat(changed).isGreaterThan(TOKENIZERS);
    }

    private static int unknown(List<Integer> ids) {
        return Collections.frequency(ids, UNKNOWN);
    }

    private static int unknown(List<Integer> ids, KeptEntries kept) {
        return Collections.frequency(ids, kept.now(UNKNOWN).orElse(-1));
    }

    /** Of each tokenizer as little as possible is kept, and each entry of that is needed by some text or named. */
    @Test
    void whatMustStayOfAUsualVocabularyIsItsCharacters() {
        TokenizerSpec spec =
                wordPiece("[UNK]", "[MASK]", "a", "b", "##a", "##b", "ab", "##ba", "abba", "a-b", "-", "##-");
        EntryNeeds needs = EntryNeeds.of(spec, List.of());
        assertThat(names(spec, needs.required()))
                .containsExactlyInAnyOrder("[UNK]", "a", "b", "##a", "##b", "-", "##-");
    }

    /** "ab" must not go: "abcxd" would begin with "a" and "##bc", and nothing goes on with "x". */
    @Test
    void whatMightBeTakenApartOtherwiseIsRefused() {
        TokenizerSpec spec = wordPiece("[UNK]", "a", "##a", "b", "##b", "c", "##c", "d", "##d", "ab", "##bc", "##cxd");
        assertThatThrownBy(() -> EntryNeeds.of(spec, List.of()))
                .hasMessageContaining("THM-1203")
                .hasMessageContaining("##cxd")
                .hasMessageContaining("##x");
    }

    /** Nothing but "##cxd" itself reaches over the beginning of "##xd": it stays, and others may go. */
    @Test
    void whatNothingReachesOverStaysByItself() {
        TokenizerSpec spec = wordPiece("[UNK]", "a", "##a", "b", "##b", "d", "##d", "ab", "##ba", "##xd");
        assertThat(names(spec, EntryNeeds.of(spec, List.of()).required()))
                .contains("##xd", "a", "##b")
                .doesNotContain("ab", "##ba");
    }

    @Test
    void aWordWithoutItsFirstCharacterStays() {
        TokenizerSpec spec = wordPiece("[UNK]", "##a", "##b", "b", "ab", "ba", "##x", "bax");
        assertThat(names(spec, EntryNeeds.of(spec, List.of()).required()))
                .contains("ab")
                .doesNotContain("ba", "bax");
    }

    /** An entry of byte-pair encoding needs the entries that it is merged of. */
    @Test
    void partsOfMergesStay() {
        Map<String, Integer> ids = vocabulary("[UNK]", "a", "b", "c", "ab", "abc", "bc", "ca");
        List<Merge> merges =
                List.of(merge(ids, "a", "b"), merge(ids, "b", "c"), merge(ids, "ab", "c"), merge(ids, "c", "a"));
        TokenizerSpec spec = spec(new Bpe(ids, merges, OptionalInt.of(0), false, "", ""));
        EntryNeeds needs = EntryNeeds.of(spec, List.of());
        assertThat(names(spec, needs.required())).containsExactlyInAnyOrder("[UNK]", "a", "b", "c");
        assertThat(names(spec, needs.missing(needs.required(), List.of(ids.get("abc")))))
                .containsExactlyInAnyOrder("abc", "ab");
    }

    @Test
    void aMergeOfTheUnknownTokenIsRefused() {
        Map<String, Integer> ids = vocabulary("?", "a", "?a");
        TokenizerSpec spec = spec(new Bpe(ids, List.of(merge(ids, "?", "a")), OptionalInt.of(0), false, "", ""));
        assertThatThrownBy(() -> EntryNeeds.of(spec, List.of()))
                .hasMessageContaining("THM-1204")
                .hasMessageContaining("?a");
    }

    private static Merge merge(Map<String, Integer> ids, String left, String right) {
        return new Merge(ids.get(left), ids.get(right), ids.get(left + right));
    }

    private static List<String> names(TokenizerSpec spec, Set<Integer> ids) {
        return spec.model().vocabulary().entrySet().stream()
                .filter(entry -> ids.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static TokenizerSpec wordPiece(String... tokens) {
        return spec(new WordPiece(vocabulary(tokens), 0, "##", 100));
    }

    private static TokenizerSpec spec(TokenModel model) {
        return new TokenizerSpec(
                model, new NoNormalizer(), PreTokenizer.BERT, new Template(List.of(), List.of()), List.of());
    }

    private static Map<String, Integer> vocabulary(String... tokens) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        IntStream.range(0, tokens.length).forEach(id -> ids.put(tokens[id], id));
        return ids;
    }
}
