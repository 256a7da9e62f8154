package dev.thimble.tokenizer;

import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.normalize.Normalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything that decides which ids a text gets.
 *
 * @param model how words become ids
 * @param normalizer what is done to the text first
 * @param preTokenizer how words are found
 * @param template the special ids around the text
 * @param addedTokens tokens found in the text as a whole
 */
public record TokenizerSpec(
        TokenModel model,
        Normalizer normalizer,
        PreTokenizer preTokenizer,
        Template template,
        List<AddedToken> addedTokens) {
    /** Copies the added tokens. */
    public TokenizerSpec {
        addedTokens = List.copyOf(addedTokens);
    }

    /** The largest id plus one: an embedding needs at least so many rows. */
    public int vocabularySize() {
        IntStream added = addedTokens.stream().mapToInt(AddedToken::id);
        IntStream known = values(model.vocabulary().values());
        IntStream around = IntStream.concat(values(template.before()), values(template.after()));
        return IntStream.concat(IntStream.concat(added, known), around).max().orElse(-1) + 1;
    }

    private static IntStream values(Collection<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue);
    }
}
