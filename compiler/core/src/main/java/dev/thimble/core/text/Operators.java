package dev.thimble.core.text;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operators of one kind of graph: the record {@code LayerNorm} is written {@code layer_norm(…)} with its components
 * as fields.
 *
 * @param <T> the sealed interface
 */
final class Operators<T> {
    private final Map<String, RecordCodec<T>> byName;

    /**
     * All records that an interface permits.
     *
     * @throws IllegalArgumentException if a component of one has a type that no codec writes
     */
    @SuppressWarnings("unchecked") // what an interface permits implements it
    Operators(Class<T> operator) {
        byName = Stream.of(operator.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(Operators::name, type -> RecordCodec.of((Class<T>) type)));
    }

    private static String name(Class<?> operator) {
        return RecordCodec.words(operator.getSimpleName());
    }

    /** What stands before the inputs. */
    String name(T op) {
        return name(op.getClass());
    }

    /** What stands behind the inputs; tensors are added to the constants. */
    Fields fields(T op, ConstantWriter constants) {
        Fields fields = new Fields();
        byName.get(name(op)).write("", op, fields, constants);
        return fields;
    }

    /**
     * The operator of a line, whose fields are taken.
     *
     * @throws IllegalArgumentException unless the line has the operator's fields and no others
     */
    T read(NodeLine line, ConstantReader constants) {
        if (!byName.containsKey(line.operator())) {
            throw new IllegalArgumentException("not an operator: " + line.operator());
        }
        T op = byName.get(line.operator()).read("", line, constants);
        line.fields().checkThatNothingIsLeft();
        return op;
    }
}
