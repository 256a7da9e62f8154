package dev.thimble.backendc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** Where the models of one package work. */
public enum Arenas {
    /** In one arena, one model after the other. */
    SHARED {
        @Override
        public long bytes(LongStream arenas) {
            return arenas.max().orElse(0);
        }

        @Override
        <T> List<List<T>> groups(List<T> models) {
            return List.of(models);
        }
    },
    /** Each in one of its own, so that several may run at once. */
    EACH {
        @Override
        public long bytes(LongStream arenas) {
            return arenas.sum();
        }

        @Override
        <T> List<List<T>> groups(List<T> models) {
            return models.stream().map(List::of).toList();
        }
    };

    /** Bytes for models whose arenas have these bytes. */
    public abstract long bytes(LongStream arenas);

    /** The models that share an arena. */
    abstract <T> List<List<T>> groups(List<T> models);

    /** What the command line calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name, if there is one. */
    public static Optional<Arenas> named(String word) {
        return Arrays.stream(values())
                .filter(arenas -> arenas.word().equals(word))
                .findFirst();
    }
}
