package dev.thimble.frontend.tokenizer;

import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.normalize.Normalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one reader makes of a folder.
 *
 * @param reader who reads, for a message
 * @param model how words become ids
 * @param normalizer what is done to the text first
 * @param preTokenizer how words are found
 * @param template the special ids around the text
 * @param tokens the added tokens by their ids
 * @param splits whether special tokens in a text are split like any other word
 */
record Reading(
        String reader,
        TokenModel model,
        Normalizer normalizer,
        PreTokenizer preTokenizer,
        Template template,
        AddedVocabulary tokens,
        boolean splits) {

    /**
     * The tokens that are found in a text, with only what counts of them: whether a token is special does not, nor does
     * the taking of blanks where no word holds any.
     */
    SortedMap<Integer, Token> found() {
        Set<String> split = splits ? Set.copyOf(tokens.specials()) : Set.of();
        SortedMap<Integer, Token> found = new TreeMap<>();
        for (Map.Entry<Integer, Token> entry : tokens.tokens().entrySet()) {
            Token token = entry.getValue();
            if (!split.contains(token.content())) {
                boolean strips = preTokenizer == PreTokenizer.NONE;
                found.put(
                        entry.getKey(),
                        new Token(
                                token.content(),
                                token.singleWord(),
                                strips && token.lstrip(),
                                strips && token.rstrip(),
                                token.normalized(),
                                false));
            }
        }
        return found;
    }

    /** As the compiler's tokenizer, or a refusal of what it cannot do. */
    TokenizerSpec spec() {
        return new TokenizerSpec(model, normalizer, preTokenizer, template, new AddedTokens(normalizer).of(this));
    }
}
