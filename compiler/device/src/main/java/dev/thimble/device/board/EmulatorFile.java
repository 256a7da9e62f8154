package dev.thimble.device.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code emulator.yml} of a layer as it is written: its words in braces are a board's to say. Modules and counting may be null. */
record EmulatorFile(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String program,
        @JsonProperty(required = true) List<String> packages,
        @JsonSetter(nulls = Nulls.SET) List<String> modules,
        @JsonProperty(required = true) List<String> arguments,
        @JsonSetter(nulls = Nulls.SET) List<String> counting) {

    /** How the file is called in a layer. */
    static final String FILE = "emulator.yml";

    /** What stands for the folder of the layer. */
    private static final String LAYER = "layer";

    private static final Pattern WORD = Pattern.compile("\\{(\\w+)\\}");

    /**
     * The emulator of a board.
     *
     * @param words what the board says under {@code emulator}
     * @param layer the folder of this file
     * @throws IllegalArgumentException when a word lacks, or is none of this emulator's
     */
    Emulator emulator(Map<String, String> words, Path layer) {
        checkWords(words.keySet());
        return new Emulator(
                filled(name, words),
                program,
                packages,
                Optional.ofNullable(modules).orElse(List.of()).stream()
                        .map(module -> Emulator.module(layer, module))
                        .toList(),
                arguments.stream()
                        .map(argument -> filled(argument, words).replace("{" + LAYER + "}", layer.toString()))
                        .toList(),
                Optional.ofNullable(counting).orElse(List.of()));
    }

    private void checkWords(Set<String> said) {
        Set<String> asked = asked();
        if (!said.equals(asked)) {
            throw new IllegalArgumentException("\"emulator\" is to say " + asked + " and says " + new TreeSet<>(said));
        }
    }

    private Set<String> asked() {
        return Stream.concat(Stream.of(name), arguments.stream())
                .flatMap(text -> WORD.matcher(text).results())
                .map(word -> word.group(1))
                .filter(word -> !word.equals(Emulator.FIRMWARE) && !word.equals(LAYER))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String filled(String text, Map<String, String> words) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(
                        Optional.ofNullable(words.get(word.group(1))).orElse(word.group())));
    }
}
