package dev.thimble.frontend.pickle;

import dev.thimble.frontend.weights.Names;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle describes. Values may hold themselves, so none is printed or compared as a whole. */
public sealed interface Value {

    /** What Python calls it, for diagnostics. */
    String kind();

    /** A value without parts of its own. */
    enum Constant implements Value {
        NONE("None"),
        TRUE("a bool"),
        FALSE("a bool");

        private final String kind;

        Constant(String kind) {
            this.kind = kind;
        }

        @Override
        public String kind() {
            return kind;
        }
    }

    /** A whole number of any size. */
    record Whole(BigInteger number) implements Value {
        @Override
        public String kind() {
            return "an int";
        }
    }

    /** A floating-point number. */
    record Real(double number) implements Value {
        @Override
        public String kind() {
            return "a float";
        }
    }

    /** A string. */
    record Text(String text) implements Value {
        @Override
        public String kind() {
            return "a str";
        }
    }

    /** A tuple. */
    record Tuple(List<Value> items) implements Value {
        /** Copies the list. */
        public Tuple {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a tuple";
        }
    }

    /** A list, which grows while the pickle is read. */
    record Sequence(List<Value> items) implements Value {
        /** An empty one. */
        public Sequence() {
            this(new ArrayList<>());
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A dict whose keys are strings, which grows while the pickle is read. */
    record Dict(boolean isOrdered, Map<String, Value> entries) implements Value {
        /** An empty one. */
        public Dict(boolean isOrdered) {
            this(isOrdered, new LinkedHashMap<>());
        }

        /** Whether one of its values is of a kind. */
        public boolean holds(Class<? extends Value> type) {
            return entries.values().stream().anyMatch(type::isInstance);
        }

        @Override
        public String kind() {
            return isOrdered ? "an OrderedDict" : "a dict";
        }
    }

    /** A name of something in Python; only a name. */
    record Global(String module, String name) implements Value {
        @Override
        public String kind() {
            return "the name " + Names.abbreviated(toString());
        }

        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** What only the format that the pickle is part of knows. */
    non-sealed interface Foreign extends Value {}
}
