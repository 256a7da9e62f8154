package dev.thimble.core.text;

import dev.thimble.core.ir.Key;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A record: its components in their order, each under its {@link Key} or its name.
 *
 * @param <T> the record
 */
record RecordCodec<T>(Constructor<T> constructor, List<Part> parts) implements Codec<T> {

    /** A component: its key, and how its values are got and written. */
    record Part(String key, Method accessor, Codec<Object> codec) {

        static Part of(RecordComponent component) {
            Key key = component.getAnnotation(Key.class);
            String name = key == null ? words(component.getName()) : key.value();
            return new Part(name, component.getAccessor(), codec(component));
        }

        @SuppressWarnings("unchecked") // the codec of a type is only given what an accessor of that type returns
        private static Codec<Object> codec(RecordComponent component) {
            try {
                return (Codec<Object>) Codec.of(component.getGenericType());
            } catch (IllegalArgumentException e) {
                String record = component.getDeclaringRecord().getSimpleName();
                throw new IllegalArgumentException(record + "." + component.getName() + ": " + e.getMessage(), e);
            }
        }

        String keyBelow(String prefix) {
            return prefix.isEmpty() || key.isEmpty() ? prefix + key : prefix + "_" + key;
        }
    }

    /**
     * The codec of a record.
     *
     * @throws IllegalArgumentException if a component has a type that no codec writes
     */
    static <T> RecordCodec<T> of(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return new RecordCodec<>(
                    type.getDeclaredConstructor(types),
                    Stream.of(components).map(Part::of).toList());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has this constructor", e);
        }
    }

    /** A name of Java as words: that of {@code numeratorFraction} is {@code numerator_fraction}. */
    static String words(String name) {
        return name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(String key, T value, Fields fields, ConstantWriter constants) {
        try {
            for (Part part : parts) {
                part.codec().write(part.keyBelow(key), part.accessor().invoke(value), fields, constants);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessors of records are public", e);
        }
    }

    @Override
    public T read(String key, NodeLine line, ConstantReader constants) {
        Object[] components = parts.stream()
                .map(part -> part.codec().read(part.keyBelow(key), line, constants))
                .toArray();
        try {
            return constructor.newInstance(components);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("these values do not go together: " + e.getCause(), e);
        }
    }
}
