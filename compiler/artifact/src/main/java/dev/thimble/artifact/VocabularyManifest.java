package dev.thimble.artifact;

import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.quant.TokenUse;
import dev.thimble.core.target.PackedRows;
import dev.thimble.core.target.Section;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.pipeline.vocabulary.VocabularyCost;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a manifest says of a vocabulary of which entries went. */
final class VocabularyManifest {
    /** Entries that went, and were used most, which are named. */
    private static final int NAMED = 20;

    private VocabularyManifest() {}

    /**
     * The vocabulary of a compilation; none where nothing went.
     *
     * @param several whether the package has other models, too
     */
    static List<ModelManifest.Vocabulary> of(Compilation compilation, boolean several) {
        return compilation.vocabulary().stream()
                .map(vocabulary -> of(compilation, vocabulary, list(compilation, several)))
                .toList();
    }

    private static String list(Compilation compilation, boolean several) {
        String folder = OutModel.folder(several, compilation.integers().name());
        return "verify/" + (folder.isEmpty() ? "" : folder + "/") + VocabularyFile.NAME;
    }

    private static ModelManifest.Vocabulary of(Compilation compilation, SmallerVocabulary vocabulary, String list) {
        long table = tableBytes(compilation.integers());
        int entries = vocabulary.kept().entries();
        Map<Integer, String> tokens = VocabularyFile.tokens(vocabulary.whole().tokenizer());
        return new ModelManifest.Vocabulary(
                entries,
                vocabulary.kept().size(),
                vocabulary.required(),
                vocabulary.use().seen(),
                table,
                table * entries / vocabulary.kept().size(),
                compilation.code().bytes(Section.TOKENIZER),
                TokenizerTables.of(
                                vocabulary.whole().tokenizer(),
                                compilation.model().name())
                        .bytes(),
                list,
                gone(vocabulary).stream().map(id -> token(id, tokens)).toList(),
                mostUsedGone(vocabulary, tokens),
                vocabulary.costs().stream().map(VocabularyManifest::sentences).toList());
    }

    private static long tableBytes(IntGraph graph) {
        return graph.nodes().stream()
                .map(IntNode::op)
                .filter(IntOp.Embedding.class::isInstance)
                .map(IntOp.Embedding.class::cast)
                .filter(op -> op.source() instanceof IndexSource.TokenId)
                .mapToLong(PackedRows::bytes)
                .sum();
    }

    private static List<Integer> gone(SmallerVocabulary vocabulary) {
        return IntStream.range(0, vocabulary.kept().entries())
                .filter(id -> vocabulary.kept().now(id).isEmpty())
                .boxed()
                .toList();
    }

    private static List<ModelManifest.Gone> mostUsedGone(SmallerVocabulary vocabulary, Map<Integer, String> tokens) {
        TokenUse use = vocabulary.use();
        return gone(vocabulary).stream()
                .filter(id -> use.count(id) > 0)
                .sorted(Comparator.<Integer>comparingInt(id -> -use.count(id)).thenComparingInt(id -> id))
                .limit(NAMED)
                .map(id -> new ModelManifest.Gone(token(id, tokens), use.count(id)))
                .toList();
    }

    /** Rows that no token has are called by their number. */
    private static String token(int id, Map<Integer, String> tokens) {
        return tokens.getOrDefault(id, "id " + id);
    }

    private static ModelManifest.Sentences sentences(VocabularyCost cost) {
        return new ModelManifest.Sentences(
                cost.sentences(),
                cost.texts(),
                cost.changed(),
                cost.tokens(),
                cost.tokensNow(),
                cost.unknown(),
                cost.unknownNow());
    }
}
