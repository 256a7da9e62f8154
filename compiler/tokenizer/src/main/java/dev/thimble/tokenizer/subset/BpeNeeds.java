package dev.thimble.tokenizer.subset;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.VocabularyProblem;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.Merge;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Byte-pair encoding begins with characters, and an entry is made by merges of other entries. */
final class BpeNeeds {
    private BpeNeeds() {}

    /** Whatever a character can be before any merge. */
    static NavigableSet<Integer> required(Bpe model) {
        model.merges().forEach(merge -> requireKnown(model, merge));
        NavigableSet<Integer> required = model.vocabulary().entrySet().stream()
                .filter(entry -> isSymbol(model, entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
        model.unknownId().ifPresent(required::add);
        return required;
    }

    /** Without another merge an unknown character might stay one. */
    private static void requireKnown(Bpe model, Merge merge) {
        model.unknownId().ifPresent(unknown -> {
            if (merge.left() == unknown || merge.right() == unknown) {
                throw new ThimbleException(VocabularyProblem.UNKNOWN_MERGED.at(
                        "", WordPieceNeeds.entry(model.vocabulary(), merge.product())));
            }
        });
    }

    private static boolean isSymbol(Bpe model, String token) {
        return Stream.of("", model.prefix())
                .filter(token::startsWith)
                .map(prefix -> token.substring(prefix.length()))
                .flatMap(rest -> Stream.of("", model.suffix())
                        .filter(rest::endsWith)
                        .map(suffix -> rest.substring(0, rest.length() - suffix.length())))
                .anyMatch(text -> text.codePointCount(0, text.length()) == 1);
    }

    /** What each entry is made of at once, by all merges that make it. */
    static Map<Integer, Set<Integer>> parts(Bpe model) {
        Map<Integer, Set<Integer>> parts = new HashMap<>();
        for (Merge merge : model.merges()) {
            Set<Integer> of = parts.computeIfAbsent(merge.product(), product -> new TreeSet<>());
            of.add(merge.left());
            of.add(merge.right());
        }
        return parts;
    }
}
