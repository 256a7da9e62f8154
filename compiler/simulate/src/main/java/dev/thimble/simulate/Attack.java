package dev.thimble.simulate;

import dev.thimble.core.train.Example;
import dev.thimble.fleet.record.Parameters;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What hostile devices do. Their records are in order otherwise, and count as many examples as the task allows. */
public enum Attack {
    /** They learn the next label in each example's place. */
    LABEL_FLIP,
    /** They send the opposite of what they learned, ten times as large. */
    SIGN_FLIP,
    /** They send a hundred times what they learned. */
    SCALED,
    /** They send noise as large as any change may be. */
    RANDOM;

    private static final int REVERSED = -10;
    private static final int SCALE = 100;
    private static final int NOISE_BITS = 20;

    /** How the command line calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The attack of that name, if there is one. */
    public static Optional<Attack> named(String word) {
        return Stream.of(values()).filter(attack -> attack.word().equals(word)).findFirst();
    }

    /** The example that they learn in the place of one. */
    Example taught(Example example, int labels) {
        return this == LABEL_FLIP ? new Example(example.features(), (example.label() + 1) % labels) : example;
    }

    /** What they say they ended with. */
    Parameters after(Parameters before, Parameters after, SplittableRandom random) {
        return switch (this) {
            case LABEL_FLIP -> after;
            case SIGN_FLIP -> moved(before, after, REVERSED);
            case SCALED -> moved(before, after, SCALE);
            case RANDOM ->
                Parameters.of(
                        before.size(),
                        i -> before.value(i) + random.nextInt(-(1 << NOISE_BITS), (1 << NOISE_BITS) + 1));
        };
    }

    private static Parameters moved(Parameters before, Parameters after, int times) {
        return Parameters.of(
                before.size(),
                i -> Parameters.saturated(before.value(i) + (long) times * ((long) after.value(i) - before.value(i))));
    }
}
