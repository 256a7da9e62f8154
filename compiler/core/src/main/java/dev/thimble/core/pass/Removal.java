package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import java.util.List;

/**
 * Channels or heads that went.
 *
 * @param name of what makes them: a matrix product, a table, or an attention
 * @param unit what went as a whole; of an attention that kept its heads, channels of all of them
 * @param before how many there were
 * @param after how many there are
 * @param weights that went with them, of all matrices and tables
 */
public record Removal(String name, RemovableUnit unit, int before, int after, long weights) {

    /** What a narrower graph has no more, in the order of its nodes. */
    public static List<Removal> between(Graph before, Graph after) {
        return new Removals(before, after).all();
    }
}
