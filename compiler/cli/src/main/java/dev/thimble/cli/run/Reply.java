package dev.thimble.cli.run;

import java.util.List;

/**
 * What a target answered.
 *
 * @param label index of the largest logit
 * @param logits real values
 * @param integers the integers behind them; empty for the float target
 * @param ids the token ids
 * @param truncated whether the text was cut
 * @param instructions executed on the device; 0 where nothing counts them
 * @param cycles that these take by the timing table of the core's manual; 0 where nothing counts them
 */
public record Reply(
        int label,
        List<Double> logits,
        List<Integer> integers,
        List<Integer> ids,
        boolean truncated,
        long instructions,
        long cycles) {
    /** Copies the lists. */
    public Reply {
        logits = List.copyOf(logits);
        integers = List.copyOf(integers);
        ids = List.copyOf(ids);
    }

    /** The same with other names of the token ids. */
    Reply named(List<Integer> others) {
        return new Reply(label, logits, integers, others, truncated, instructions, cycles);
    }

    /** The same where so many cycles are known. */
    Reply taking(long counted) {
        return new Reply(label, logits, integers, ids, truncated, instructions, counted);
    }

    /** The index of the largest value; the lowest where several are largest. */
    static int largest(List<? extends Number> values) {
        int best = 0;
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i).doubleValue() > values.get(best).doubleValue()) {
                best = i;
            }
        }
        return best;
    }
}
