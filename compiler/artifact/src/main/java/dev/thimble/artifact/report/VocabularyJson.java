package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.ModelManifest;

/** What a report says of a vocabulary of which entries went. */
final class VocabularyJson {
    private VocabularyJson() {}

    static void put(ObjectNode node, ModelManifest.Vocabulary vocabulary) {
        node.put("entries_before", vocabulary.entries())
                .put("entries", vocabulary.kept())
                .put("must_stay", vocabulary.required())
                .put("used", vocabulary.used())
                .put("table_bytes_before", vocabulary.tableBytesBefore())
                .put("table_bytes", vocabulary.tableBytes())
                .put("tokenizer_bytes_before", vocabulary.tokenizerBytesBefore())
                .put("tokenizer_bytes", vocabulary.tokenizerBytes())
                .put("saved_bytes", vocabulary.saved())
                .put("list", vocabulary.list());
        vocabulary.went().forEach(node.putArray("went")::add);
        ArrayNode gone = node.putArray("most_used_that_went");
        vocabulary
                .mostUsedGone()
                .forEach(entry -> gone.addObject().put("token", entry.token()).put("uses", entry.uses()));
        ArrayNode costs = node.putArray("sentences");
        vocabulary.sentences().forEach(each -> sentences(costs.addObject(), each));
    }

    private static void sentences(ObjectNode node, ModelManifest.Sentences sentences) {
        node.put("of", sentences.of())
                .put("texts", sentences.texts())
                .put("changed_texts", sentences.changed())
                .put("changed_share", sentences.changedShare())
                .put("tokens_before", sentences.tokensBefore())
                .put("tokens", sentences.tokens())
                .put("unknown_tokens_before", sentences.unknownBefore())
                .put("unknown_tokens", sentences.unknown())
                .put("new_unknown_share", sentences.newUnknownShare());
    }
}
