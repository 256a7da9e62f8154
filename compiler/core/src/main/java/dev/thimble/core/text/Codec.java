package dev.thimble.core.text;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.IndexSource;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the values of one type stand among the fields of a node's line.
 *
 * @param <T> the type
 */
interface Codec<T> {
    /** The types whose values are one word. */
    Map<Type, Word<?>> WORDS = Map.of(
            boolean.class, Word.of(String::valueOf, Boolean::valueOf),
            int.class, Word.of(String::valueOf, Integer::valueOf),
            Integer.class, Word.of(String::valueOf, Integer::valueOf),
            long.class, Word.of(String::valueOf, Long::valueOf),
            double.class, Word.of(Decimals::of, Double::valueOf),
            Double.class, Word.of(Decimals::of, Double::valueOf),
            IndexSource.class, Word.of(Sources::print, Sources::parse),
            FloatTensor.class, new Word<FloatTensor>((tensor, to) -> to.add(tensor), (word, from) -> from.floats(word)),
            IntTensor.class, new Word<IntTensor>((tensor, to) -> to.add(tensor), (word, from) -> from.integers(word)));

    /** Writes a value to the field of that key, or to several whose keys begin with it. */
    void write(String key, T value, Fields fields, ConstantWriter constants);

    /**
     * Takes the value from the line's fields.
     *
     * @throws IllegalArgumentException if they have no such value
     */
    T read(String key, NodeLine line, ConstantReader constants);

    /**
     * The codec of a component's type: one of the words, an enum, a record of such, or an optional or a list of such.
     *
     * @throws IllegalArgumentException for any other type
     */
    static Codec<?> of(Type type) {
        if (WORDS.containsKey(type)) {
            return WORDS.get(type);
        }
        if (type instanceof ParameterizedType container) {
            return container(container, of(container.getActualTypeArguments()[0]));
        }
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return Word.of(plain);
        }
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return RecordCodec.of(plain);
        }
        throw new IllegalArgumentException("no codec writes " + type.getTypeName());
    }

    private static Codec<?> container(ParameterizedType type, Codec<?> each) {
        if (type.getRawType() == List.class) {
            return each instanceof Word<?> word ? word.joined() : new OneForEachInput<>(each);
        }
        if (type.getRawType() == Optional.class && each instanceof Word<?> word) {
            return new IfPresent<>(word);
        }
        throw new IllegalArgumentException("no codec writes " + type.getTypeName());
    }

    /** A field that is left out where there is no value. */
    record IfPresent<T>(Word<T> word) implements Codec<Optional<T>> {
        @Override
        public void write(String key, Optional<T> value, Fields fields, ConstantWriter constants) {
            value.ifPresent(present -> word.write(key, present, fields, constants));
        }

        @Override
        public Optional<T> read(String key, NodeLine line, ConstantReader constants) {
            return line.fields().has(key) ? Optional.of(word.read(key, line, constants)) : Optional.empty();
        }
    }

    /** Values of several fields, whose keys are numbered as the node's inputs, from 0. */
    record OneForEachInput<T>(Codec<T> each) implements Codec<List<T>> {
        @Override
        public void write(String key, List<T> values, Fields fields, ConstantWriter constants) {
            for (int i = 0; i < values.size(); i++) {
                each.write(key + i, values.get(i), fields, constants);
            }
        }

        @Override
        public List<T> read(String key, NodeLine line, ConstantReader constants) {
            return IntStream.range(0, line.inputs().size())
                    .mapToObj(i -> each.read(key + i, line, constants))
                    .toList();
        }
    }
}
