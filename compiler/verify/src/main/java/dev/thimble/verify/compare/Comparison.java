package dev.thimble.verify.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What came of comparing a device with the integer reference.
 *
 * @param vectors how many inputs were compared
 * @param mismatches how many gave other logits
 * @param first the first difference
 */
public record Comparison(int vectors, int mismatches, Optional<Difference> first) {

    /**
     * One difference.
     *
     * @param vector index of the input, from 0
     * @param output what differs: {@code logits[3]}, or a value's row and column when every layer was compared
     * @param expected the reference's integer
     * @param got the device's
     */
    public record Difference(int vector, String output, long expected, long got) {}

    /** Nothing compared yet. */
    public static Comparison start() {
        return new Comparison(0, 0, Optional.empty());
    }

    /** With one more input compared by its logits. */
    public Comparison with(int[] expected, List<Integer> got) {
        return with(logitDifference(vectors, expected, got));
    }

    /** With one more input compared. */
    public Comparison with(Optional<Difference> difference) {
        return new Comparison(
                vectors + 1, mismatches + (difference.isPresent() ? 1 : 0), first.isPresent() ? first : difference);
    }

    private static Optional<Difference> logitDifference(int vector, int[] expected, List<Integer> got) {
        if (got.size() != expected.length) {
            return Optional.of(new Difference(vector, "number of logits", expected.length, got.size()));
        }
        int at = Arrays.mismatch(
                expected, got.stream().mapToInt(Integer::intValue).toArray());
        return at < 0
                ? Optional.empty()
                : Optional.of(new Difference(vector, "logits[" + at + "]", expected[at], got.get(at)));
    }

    /** As one line of JSON, the fields of {@code verify --json} for one target. */
    public String json() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("vectors", vectors).put("mismatches", mismatches);
        first.ifPresent(difference -> node.putObject("first")
                .put("vector", difference.vector())
                .put("output", difference.output())
                .put("expected", difference.expected())
                .put("got", difference.got()));
        return node.toString();
    }
}
