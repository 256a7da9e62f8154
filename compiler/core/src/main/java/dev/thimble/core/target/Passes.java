package dev.thimble.core.target;

/**
 * How a kernel takes the rows of a call.
 *
 * @param shared passes of several rows at once, or of fewer where they cost as much
 * @param pairs passes of two rows, where they cost less than those
 * @param single rows that have a pass to themselves
 */
public record Passes(int shared, int pairs, int single) {
    /** Passes of no two rows. */
    Passes(int shared, int single) {
        this(shared, 0, single);
    }

    /** So many rows at once, and fewer at the end as if they were as many. */
    static Passes filled(int rows, int together) {
        return new Passes((rows + together - 1) / together, 0);
    }

    /** So many rows at once, and each row of the rest alone. */
    static Passes withRest(int rows, int together) {
        return new Passes(rows / together, rows % together);
    }

    /** So many rows at once, and fewer at the end as if they were as many, but a last one alone. */
    static Passes withLast(int rows, int together) {
        boolean alone = rows % together == 1;
        return new Passes((rows + together - 1) / together - (alone ? 1 : 0), alone ? 1 : 0);
    }

    /** Four rows at once and what is left of them: three as if they were four, two, or one alone. */
    static Passes halved(int rows) {
        int rest = rows % 4;
        return new Passes(rows / 4 + (rest == 3 ? 1 : 0), rest == 2 ? 1 : 0, rest == 1 ? 1 : 0);
    }

    /** Passes of all kinds. */
    int all() {
        return shared + pairs + single;
    }
}
