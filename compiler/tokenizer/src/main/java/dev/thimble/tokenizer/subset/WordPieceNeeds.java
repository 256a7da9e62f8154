package dev.thimble.tokenizer.subset;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.VocabularyProblem;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import dev.thimble.tokenizer.pretokenize.WordSplitter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Greedy longest match takes other pieces where one is missing, and must then not get stuck. It cannot where every
 * character of a word goes on by itself.
 */
final class WordPieceNeeds {
    private final WordPiece model;
    private final PreTokenizer preTokenizer;

    /** What follows the prefix in entries that may go on with a word. */
    private final NavigableSet<String> continuing = new TreeSet<>();

    /** Entries that may begin one. */
    private final NavigableSet<String> beginning = new TreeSet<>();

    private WordPieceNeeds(WordPiece model, PreTokenizer preTokenizer) {
        this.model = model;
        this.preTokenizer = preTokenizer;
        for (String token : model.vocabulary().keySet()) {
            if (isInOneWord(token)) {
                beginning.add(token);
            }
            if (token.startsWith(model.prefix())
                    && isInOneWord(token.substring(model.prefix().length()))) {
                continuing.add(token.substring(model.prefix().length()));
            }
        }
    }

    /** Characters by themselves, entries with characters that do not go on by themselves, and the unknown one. */
    static NavigableSet<Integer> required(WordPiece model, PreTokenizer preTokenizer) {
        WordPieceNeeds needs = new WordPieceNeeds(model, preTokenizer);
        needs.requireBoundaries();
        NavigableSet<Integer> required = new TreeSet<>();
        required.add(model.unknownId());
        needs.beginning.stream()
                .filter(token -> isCharacter(token) || !needs.canGo(token))
                .map(model.vocabulary()::get)
                .forEach(required::add);
        needs.continuing.stream()
                .filter(text -> isCharacter(text) || !needs.goesOn(text))
                .map(text -> model.vocabulary().get(model.prefix() + text))
                .forEach(required::add);
        return required;
    }

    /** The entry of an id. */
    static String entry(Map<String, Integer> vocabulary, int id) {
        return vocabulary.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** Whether some word may have this text in it: no pre-tokenizer takes it apart. */
    private boolean isInOneWord(String text) {
        List<int[]> words = WordSplitter.split(preTokenizer, text.codePoints().toArray());
        return words.size() == 1 && words.get(0).length == text.codePointCount(0, text.length());
    }

    private static boolean isCharacter(String text) {
        return text.codePointCount(0, text.length()) == 1;
    }

    private boolean canGo(String token) {
        int first = token.offsetByCodePoints(0, 1);
        return beginning.contains(token.substring(0, first)) && goesOn(token.substring(first));
    }

    /** Whether each character has a continuing entry of its own. */
    private boolean goesOn(String text) {
        return missing(text).isEmpty();
    }

    private Optional<String> missing(String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .filter(character -> !continuing.contains(character))
                .findFirst();
    }

    /**
     * What goes on with a character that does not by itself stays, but it helps only words in which a piece ends in front of
     * it whatever the other entries are. It does where no entry ends with its beginning.
     */
    private void requireBoundaries() {
        List<String> kept = continuing.stream().filter(text -> !goesOn(text)).toList();
        if (kept.isEmpty()) {
            return;
        }
        Set<String> ends = new HashSet<>();
        Stream.concat(beginning.stream(), continuing.stream()).forEach(text -> addEnds(text, ends));
        for (String text : kept) {
            overlapping(text, ends).ifPresent(end -> {
                throw new ThimbleException(VocabularyProblem.NOT_CLOSED.at(
                        "",
                        model.prefix() + text,
                        missing(text).orElseThrow(),
                        model.prefix() + missing(text).orElseThrow(),
                        end));
            });
        }
    }

    /** What an entry ends with, but for the whole of it. */
    private static void addEnds(String text, Set<String> ends) {
        for (int at = text.offsetByCodePoints(0, 1); at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            ends.add(text.substring(at));
        }
    }

    /** An end that may lie over the beginning of a text, or over all of it. */
    private static Optional<String> overlapping(String text, Set<String> ends) {
        return beginnings(text).filter(ends::contains).findFirst();
    }

    private static Stream<String> beginnings(String text) {
        return IntStream.rangeClosed(1, text.codePointCount(0, text.length()))
                .mapToObj(count -> text.substring(0, text.offsetByCodePoints(0, count)));
    }
}
