package dev.thimble.tokenizer.subset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.quant.TokenUse;
import dev.thimble.tokenizer.TokenizerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that stay: those that must, then the most used. */
class EntryChoiceTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static Set<Integer> all(int entries) {
        return IntStream.range(0, entries).boxed().collect(Collectors.toSet());
    }

    private static boolean isCut(TokenizerSpec spec) {
        try {
            EntryNeeds.of(spec, List.of());
            return true;
        } catch (ThimbleException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noMoreThanAskedForAndNoneThatIsUsedMoreGoesForOneThatFits(int seed) {
        RandomTokenizer random = new RandomTokenizer(seed);
        TokenizerSpec spec = random.spec();
        if (!isCut(spec)) {
            return;
        }
        EntryNeeds needs = EntryNeeds.of(spec, List.of());
        int entries = spec.vocabularySize();
        int[] texts = random.some(entries).stream()
                .mapToInt(Integer::intValue)
                .flatMap(id -> IntStream.generate(() -> id).limit(1 + id % 4))
                .toArray();
        TokenUse use = TokenUse.of(entries, List.of(texts));
        int least = needs.required().size();
        for (int most = least; most <= entries; most++) {
            KeptEntries kept = EntryChoice.mostUsed(needs, use, entries, all(entries), most);
            assertThat(kept.size()).isLessThanOrEqualTo(most);
            assertThat(kept.ids()).containsAll(needs.required());
            Set<Integer> there = new HashSet<>(kept.ids());
            for (int id = 0; id < entries; id++) {
                if (there.contains(id)) {
                    assertThat(there).containsAll(needs.missing(Set.of(), List.of(id)));
                } else {
                    assertThat(kept.size() + needs.missing(there, List.of(id)).size())
                            .isGreaterThan(most);
                }
            }
        }
        assertThat(EntryChoice.mostUsed(needs, use, entries, all(entries), entries)
                        .size())
                .isEqualTo(entries);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSeenStaysWithItsPartsAndNothingElse(int seed) {
        RandomTokenizer random = new RandomTokenizer(seed);
        TokenizerSpec spec = random.spec();
        if (!isCut(spec)) {
            return;
        }
        EntryNeeds needs = EntryNeeds.of(spec, List.of());
        int entries = spec.vocabularySize();
        List<Integer> used = random.some(entries);
        TokenUse use = TokenUse.of(
                entries, List.of(used.stream().mapToInt(Integer::intValue).toArray()));
        Set<Integer> expected = new HashSet<>(needs.required());
        used.forEach(id -> expected.addAll(needs.missing(Set.of(), List.of(id))));
        assertThat(EntryChoice.seen(needs, use, entries).ids()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
