package dev.thimble.backendc.output;

import dev.thimble.backendc.CBundle;
import java.util.List;
import java.util.Optional;

/** The forms of a package. No other class names one. */
public final class OutputKinds {
    /** Everything in one source and one header. */
    public static final OutputKind SINGLE_FILE = new Library("single-file", CBundle::singleFile);

    /** With what takes updates. */
    public static final OutputKind UPDATABLE = new Library("updatable", CBundle::updatable);

    private static final List<OutputKind> ALL = List.of(new Library("cmake", CBundle::files), SINGLE_FILE, UPDATABLE);

    private OutputKinds() {}

    /** All of them, the one that is written unless another is asked for first. */
    public static List<OutputKind> all() {
        return ALL;
    }

    /** The one that is written unless another is asked for. */
    public static OutputKind standard() {
        return ALL.get(0);
    }

    /** The kind of that name, if there is one. */
    public static Optional<OutputKind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
