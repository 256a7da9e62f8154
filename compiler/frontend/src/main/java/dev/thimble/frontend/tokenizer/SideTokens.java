package dev.thimble.frontend.tokenizer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokens that the files beside the tokenizer add to it, as one generation of transformers adds them. */
final class SideTokens {
    private final Sources sources;
    private final Library library;
    private final SpecialTokens specials;
    private final SortedMap<Integer, Token> listed;

    /** The texts of the class's own special tokens that no file names. */
    private final Set<String> implied = new HashSet<>();

    private SideTokens(Sources sources, Library library) {
        this.sources = sources;
        this.library = library;
        this.specials = SpecialTokens.of(sources, library);
        this.listed = listed();
    }

    /**
     * Reads them.
     *
     * @param defaults the class's own special tokens by their names
     */
    static SideTokens of(Sources sources, Library library, Map<String, String> defaults) {
        SideTokens tokens = new SideTokens(sources, library);
        tokens.replace();
        tokens.implied.addAll(defaults.values());
        tokens.specials.named().values().forEach(token -> tokens.implied.remove(token.content()));
        tokens.specials.fill(defaults, sources.config());
        return tokens;
    }

    /** The text of a special token, if there is one of that name. */
    String named(String name) {
        NamedToken token = specials.named().get(name);
        return token == null ? "" : token.content();
    }

    /** Tokens with ids; the ids only say in which order they are added. */
    private SortedMap<Integer, Token> listed() {
        SortedMap<Integer, Token> tokens = new TreeMap<>();
        if (sources.hasDecoder()) {
            sources.config()
                    .get("added_tokens_decoder")
                    .fields()
                    .forEach(token ->
                            tokens.put(token.count(), Token.read(token.value().object())));
            return tokens;
        }
        Set<String> special = specials.known();
        sources.added()
                .fields()
                .forEach(token ->
                        tokens.put(token.value().count(), Token.plain(token.name(), special.contains(token.name()))));
        JsonFields inTokenizer = sources.tokenizer().get("added_tokens");
        if (!inTokenizer.isNull()) {
            inTokenizer.list().forEach(token -> tokens.put(token.get("id").count(), Token.read(token.object())));
        }
        return tokens;
    }

    private void replace() {
        Map<String, Token> byContent = new HashMap<>();
        boolean isForgotten = library == Library.FOUR && !sources.hasDecoder();
        listed.values().stream()
                .filter(token ->
                        !isForgotten || sources.added().get(token.content()).isMissing())
                .forEach(token -> byContent.put(token.content(), token));
        specials.replace(byContent);
    }

    /** Adds them to what the tokenizer has; tokens of the class that the model has no row for are left out. */
    void addTo(AddedVocabulary vocabulary) {
        Set<Token> there = Set.copyOf(vocabulary.tokens().values());
        Set<NamedToken> added = new LinkedHashSet<>();
        listed.values().stream()
                .filter(token -> !there.contains(token))
                .forEach(token -> added.add(NamedToken.whole(token)));
        Set<String> known = Stream.concat(there.stream(), added.stream().map(NamedToken::token))
                .map(Token::content)
                .collect(Collectors.toSet());
        specials.inOrder().stream()
                .filter(token -> !known.contains(token.content()) || (library == Library.FOUR && !token.plain()))
                .forEach(added::add);
        Set<String> special = specials.contents();
        vocabulary.add(added.stream()
                .map(NamedToken::token)
                .map(token -> special.contains(token.content()) ? token.asSpecial() : token)
                .toList());
        vocabulary.drop(implied, sources.rows());
    }
}
