package dev.thimble.frontend.tokenizer;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The special tokens that {@code tokenizer_config.json} and, where it does not list the added tokens itself,
 * {@code special_tokens_map.json} name, as one generation of transformers understands them.
 */
final class SpecialTokens {
    /** The names in the order in which the libraries go through them. */
    static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private static final String ADDITIONAL = "additional_special_tokens";
    private static final String EXTRA = "extra_special_tokens";

    private final Library library;
    private final Map<String, NamedToken> named = new LinkedHashMap<>();
    private final Map<String, NamedToken> ofModel = new LinkedHashMap<>();
    private final Set<NamedToken> extra = new LinkedHashSet<>();

    private SpecialTokens(Library library) {
        this.library = library;
    }

    static SpecialTokens of(Sources sources, Library library) {
        SpecialTokens tokens = new SpecialTokens(library);
        JsonFields map = sources.hasDecoder() ? JsonFields.missing("special_tokens_map.json") : sources.specials();
        tokens.addNamed(sources.config(), false);
        tokens.addNamed(map, true);
        if (library == Library.FOUR) {
            tokens.addFour(sources.config(), map);
        } else {
            tokens.addFive(sources.config(), map);
        }
        return tokens;
    }

    /** Other names that end in _token are tokens only since generation 5. */
    private void addNamed(JsonFields fields, boolean areSpecial) {
        fields.fields().forEach(field -> {
            String name = field.name();
            if (NAMES.contains(name)) {
                put(named, name, field.value(), areSpecial);
            } else if (library == Library.FIVE && name.endsWith("_token") && isToken(field.value())) {
                put(ofModel, name, field.value(), areSpecial);
            }
        });
    }

    private static boolean isToken(JsonFields field) {
        return field.node().isTextual() || field.node().isObject();
    }

    private static void put(Map<String, NamedToken> tokens, String name, JsonFields field, boolean areSpecial) {
        if (field.isNull()) {
            tokens.remove(name);
        } else {
            tokens.put(name, token(field, areSpecial));
        }
    }

    /** A text, or an object; what stands in special_tokens_map.json is special whatever it says. */
    private static NamedToken token(JsonFields field, boolean isSpecial) {
        return field.node().isObject()
                ? new NamedToken(isSpecial ? Token.read(field, true) : Token.read(field), false, isSpecial)
                : NamedToken.plain(field.text());
    }

    /** Generation 4: both files' additional tokens; extra ones only by name. */
    private void addFour(JsonFields config, JsonFields map) {
        addAll(config.get(ADDITIONAL), false);
        addAll(map.get(ADDITIONAL), true);
        for (JsonFields file : List.of(config, map)) {
            if (!file.get(EXTRA).isMissing()) {
                addOfModel(file.get(EXTRA));
            }
        }
    }

    private void addOfModel(JsonFields byName) {
        if (!byName.node().isObject()) {
            throw new UnreadableByLibrary(byName.where() + " is no object");
        }
        byName.fields().forEach(field -> put(ofModel, field.name(), field.value(), false));
    }

    /** Generation 5: additional is an older word for extra, and counts where no list of extra tokens is there. */
    private void addFive(JsonFields config, JsonFields map) {
        JsonFields own = config.get(EXTRA);
        boolean isOlder = !config.get(ADDITIONAL).isMissing() && own.isEmpty();
        JsonFields first = isOlder ? config.get(ADDITIONAL) : own;
        addExtra(first, false);
        addExtra(map.get(EXTRA), true);
        boolean none = (first.isMissing() || first.node().isObject())
                && (map.get(EXTRA).isMissing() || map.get(EXTRA).node().isObject());
        JsonFields later = isOlder || !map.get(ADDITIONAL).isMissing() ? map.get(ADDITIONAL) : config.get(ADDITIONAL);
        if (none && !later.isMissing()) {
            refuseObjects(map.get(ADDITIONAL));
            addExtra(later, true);
        }
    }

    private static void refuseObjects(JsonFields list) {
        if (list.node().isArray()
                && list.list().stream().anyMatch(token -> token.node().isObject())) {
            throw new UnreadableByLibrary(list.where() + " holds an object");
        }
    }

    private void addExtra(JsonFields tokens, boolean areSpecial) {
        if (tokens.node().isObject()) {
            addOfModel(tokens);
        } else {
            addAll(tokens, areSpecial);
        }
    }

    private void addAll(JsonFields list, boolean areSpecial) {
        if (!list.isNull()) {
            list.list().stream().map(field -> token(field, areSpecial)).forEach(extra::add);
        }
    }

    /** The text of a token that was named, if it was. */
    Map<String, NamedToken> named() {
        return named;
    }

    /** Gives the class's own names to what was not named. */
    void fill(Map<String, String> defaults, JsonFields config) {
        defaults.forEach((name, content) -> {
            if (config.get(name).isMissing()) {
                named.putIfAbsent(name, NamedToken.plain(content));
            }
        });
    }

    /** Puts the added token of the same text in the place of each named one that a file names. */
    void replace(Map<String, Token> added) {
        named.replaceAll((name, token) ->
                added.containsKey(token.content()) ? NamedToken.whole(added.get(token.content())) : token);
    }

    /** All of them in the order in which they are added. */
    List<NamedToken> inOrder() {
        Stream<NamedToken> first = NAMES.stream().filter(named::containsKey).map(named::get);
        return library == Library.FOUR
                ? Stream.of(first, extra.stream(), ofModel.values().stream())
                        .flatMap(tokens -> tokens)
                        .toList()
                : Stream.of(first, ofModel.values().stream(), extra.stream())
                        .flatMap(tokens -> tokens)
                        .toList();
    }

    /** Their texts; in generation 5 extra tokens are special only if they say so. */
    Set<String> contents() {
        Stream<NamedToken> byName = Stream.concat(named.values().stream(), ofModel.values().stream());
        Stream<NamedToken> all = library == Library.FOUR ? Stream.concat(byName, extra.stream()) : byName;
        return all.map(NamedToken::content).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The texts that make a token of added_tokens.json a special one. */
    Set<String> known() {
        return Stream.concat(named.values().stream(), extra.stream())
                .filter(NamedToken::early)
                .map(NamedToken::content)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
