package dev.thimble.tokenizer.subset;

import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.Merge;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.postprocess.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A tokenizer without the entries that went. */
public final class SmallerTokenizer {
    private final KeptEntries kept;

    private SmallerTokenizer(KeptEntries kept) {
        this.kept = kept;
    }

    /**
     * The tokenizer with what is kept of it.
     *
     * @param kept with all that {@link EntryNeeds} asks for
     */
    public static TokenizerSpec of(TokenizerSpec spec, KeptEntries kept) {
        SmallerTokenizer smaller = new SmallerTokenizer(kept);
        return new TokenizerSpec(
                smaller.model(spec.model()),
                spec.normalizer(),
                spec.preTokenizer(),
                new Template(
                        smaller.all(spec.template().before()),
                        smaller.all(spec.template().after())),
                spec.addedTokens().stream()
                        .map(token -> new AddedToken(smaller.id(token.id()), token.content(), token.normalized()))
                        .toList());
    }

    private TokenModel model(TokenModel model) {
        if (model instanceof Bpe bpe) {
            return new Bpe(
                    vocabulary(bpe),
                    merges(bpe),
                    bpe.unknownId().isPresent()
                            ? OptionalInt.of(id(bpe.unknownId().getAsInt()))
                            : OptionalInt.empty(),
                    bpe.fuseUnknown(),
                    bpe.prefix(),
                    bpe.suffix());
        }
        WordPiece piece = (WordPiece) model;
        return new WordPiece(vocabulary(piece), id(piece.unknownId()), piece.prefix(), piece.maxWordChars());
    }

    private Map<String, Integer> vocabulary(TokenModel model) {
        Map<String, Integer> vocabulary = new HashMap<>();
        model.vocabulary().forEach((token, id) -> kept.now(id).ifPresent(now -> vocabulary.put(token, now)));
        return vocabulary;
    }

    /** Merges whose product stays, in their order. */
    private List<Merge> merges(Bpe bpe) {
        return bpe.merges().stream()
                .filter(merge -> kept.now(merge.product()).isPresent())
                .map(merge -> new Merge(id(merge.left()), id(merge.right()), id(merge.product())))
                .toList();
    }

    private List<Integer> all(List<Integer> ids) {
        return ids.stream().map(this::id).toList();
    }

    private int id(int before) {
        return kept.now(before).orElseThrow();
    }
}
