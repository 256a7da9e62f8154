package dev.thimble.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.pipeline.vocabulary.VocabularyCost;
import dev.thimble.tokenizer.subset.KeptEntries;
import java.util.Locale;

/**
 * What a smaller vocabulary does to sentences that somebody asked about.
 *
 * @param kept the entries that it has
 * @param cost what that does
 */
public record VocabularyText(KeptEntries kept, VocabularyCost cost) {

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "vocabulary of %,d entries of %,d: %.2f %% of %,d texts have other pieces, %,d instead of %,d tokens,"
                        + " %.2f %% of them unknown that were not",
                kept.size(),
                kept.entries(),
                100 * cost.changedShare(),
                cost.texts(),
                cost.tokensNow(),
                cost.tokens(),
                100 * cost.newUnknownShare());
    }

    /** The same for scripts. */
    public void put(ObjectNode node) {
        node.put("entries_before", kept.entries())
                .put("entries", kept.size())
                .put("texts", cost.texts())
                .put("changed_texts", cost.changed())
                .put("changed_share", cost.changedShare())
                .put("tokens_before", cost.tokens())
                .put("tokens", cost.tokensNow())
                .put("unknown_tokens_before", cost.unknown())
                .put("unknown_tokens", cost.unknownNow())
                .put("new_unknown_share", cost.newUnknownShare());
    }
}
