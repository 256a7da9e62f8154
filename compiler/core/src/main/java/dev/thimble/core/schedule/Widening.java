package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.target.MatrixLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** Gives flash for time: weights of the hottest matrices lie in flash as the kernels multiply them, 16 bits wide. */
public final class Widening {

    private Widening() {}

    /**
     * A matrix product that gains by it.
     *
     * @param product its name
     * @param bytes of flash that it takes more
     */
    private record Price(String product, long bytes) {}

    /**
     * Widens as many matrices as fit, those with the most multiplications first. Products of which one row is computed
     * gain nothing and stay as they are.
     *
     * @param fits whether so many bytes more of weights fit
     */
    public static Schedule widest(Schedule schedule, LongPredicate fits) {
        Set<String> widened = new LinkedHashSet<>();
        long spent = 0;
        for (Price price : prices(schedule)) {
            if (fits.test(spent + price.bytes())) {
                widened.add(price.product());
                spent += price.bytes();
            }
        }
        return schedule.widening(widened);
    }

    /** Bytes of flash that the schedule's widened matrices take beyond what they would take otherwise. */
    public static long bytes(Schedule schedule) {
        return prices(schedule.widening(Set.of())).stream()
                .filter(price -> schedule.widened().contains(price.product()))
                .mapToLong(Price::bytes)
                .sum();
    }

    private static List<Price> prices(Schedule schedule) {
        List<Price> prices = new ArrayList<>();
        for (Loop loop : schedule.loops()) {
            if (loop.extent() == Extent.ALL) {
                loop.steps().forEach(node -> price(schedule, node).ifPresent(prices::add));
            }
        }
        prices.sort(Comparator.comparingLong(Price::bytes).reversed());
        return prices;
    }

    private static Optional<Price> price(Schedule schedule, IntNode node) {
        return node.op() instanceof IntOp.Linear op && MatrixLayout.WIDENED.suits(schedule.kernels(), op)
                ? Optional.of(new Price(node.name(), moreBytes(schedule, node, op)))
                : Optional.empty();
    }

    private static long moreBytes(Schedule schedule, IntNode node, IntOp.Linear op) {
        long widened = MatrixLayout.WIDENED.weights(op).bytes();
        return widened - schedule.layout(node, op).weights(op).bytes();
    }
}
