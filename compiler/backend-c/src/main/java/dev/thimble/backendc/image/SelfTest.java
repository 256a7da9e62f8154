package dev.thimble.backendc.image;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.reference.IntegerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences and their logits, which a device computes anew to see that the image it got is one that it can run.
 *
 * @param vectors any number of them
 */
public record SelfTest(List<Vector> vectors) {
    /**
     * One sequence.
     *
     * @param ids 1 to the model's longest sequence
     * @param logits what the reference computes
     */
    public record Vector(List<Integer> ids, List<Integer> logits) {
        /** Copies the lists. */
        public Vector {
            ids = List.copyOf(ids);
            logits = List.copyOf(logits);
        }
    }

    /** Copies the list. */
    public SelfTest {
        vectors = List.copyOf(vectors);
    }

    /** The reference's answers to these sequences. */
    public static SelfTest of(IntGraph graph, List<List<Integer>> inputs) {
        IntegerExecutor reference = new IntegerExecutor(graph);
        return new SelfTest(inputs.stream()
                .map(ids -> new Vector(
                        ids,
                        IntStream.of(reference.logits(
                                        ids.stream().mapToInt(Integer::intValue).toArray()))
                                .boxed()
                                .toList()))
                .toList());
    }

    /** As an image has it: how many; of each the number of ids, the ids, two in a word, and the logits. */
    List<Integer> words() {
        List<Integer> words = new ArrayList<>(List.of(vectors.size()));
        for (Vector vector : vectors) {
            words.add(vector.ids().size());
            for (int i = 0; i < vector.ids().size(); i += 2) {
                words.add(vector.ids().get(i) | second(vector.ids(), i + 1) << Short.SIZE);
            }
            words.addAll(vector.logits());
        }
        return words;
    }

    private static int second(List<Integer> ids, int at) {
        return at < ids.size() ? ids.get(at) : 0;
    }
}
