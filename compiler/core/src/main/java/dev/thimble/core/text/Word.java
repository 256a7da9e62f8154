package dev.thimble.core.text;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A value that is a single field.
 *
 * @param <T> the value's type
 * @param print the word of a value; that of a tensor names a constant
 * @param parse the value of a word
 */
record Word<T>(BiFunction<T, ConstantWriter, String> print, BiFunction<String, ConstantReader, T> parse)
        implements Codec<T> {

    /** A word in lower case that names no constant. A value is read only from the word that is written for it. */
    static <T> Word<T> of(Function<T, String> print, Function<String, T> parse) {
        Function<T, String> lower = value -> print.apply(value).toLowerCase(Locale.ROOT);
        return new Word<>((value, constants) -> lower.apply(value), (word, constants) -> {
            T value = parse.apply(word);
            if (!lower.apply(value).equals(word)) {
                throw new IllegalArgumentException("written as " + lower.apply(value));
            }
            return value;
        });
    }

    /** One of an enum's constants. */
    static <E> Word<E> of(Class<E> type) {
        return of(
                String::valueOf,
                word -> Stream.of(type.getEnumConstants())
                        .filter(constant -> String.valueOf(constant).equals(word.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no " + type.getSimpleName())));
    }

    /** Several values in one field, with slashes between them. */
    Word<List<T>> joined() {
        return new Word<>(
                (values, constants) -> values.stream()
                        .map(value -> print.apply(value, constants))
                        .collect(Collectors.joining("/")),
                (word, constants) -> Stream.of(word.split("/", -1))
                        .map(part -> parse.apply(part, constants))
                        .toList());
    }

    @Override
    public void write(String key, T value, Fields fields, ConstantWriter constants) {
        fields.put(key, print.apply(value, constants));
    }

    @Override
    public T read(String key, NodeLine line, ConstantReader constants) {
        String word = line.fields().take(key);
        try {
            return parse.apply(word, constants);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " cannot be " + word, e);
        }
    }
}
