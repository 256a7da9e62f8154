package dev.thimble.core.model;

import dev.thimble.core.ir.Rows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a model is for: how many rows its output has, what its numbers are, and what is made of them. */
public sealed interface Task {
    /** The most labels that the 16-bit fields of {@code thimble_result_t} can tell. */
    int MOST_LABELS = 65_535;

    /** The word that manifests and templates call it by. */
    String word();

    /** The rows of the graph's output. */
    Rows outputRows();

    /** What the model chooses between, in the order of its outputs; empty where it does not choose. */
    List<String> labels();

    /** The case of this task. */
    <R> R match(Cases<R> cases);

    /**
     * One of several labels for a text: that of the largest logit, the first where several are largest.
     *
     * @param labels one for each logit
     */
    record Classify(List<String> labels) implements Task {
        /** Copies the list. */
        public Classify {
            labels = List.copyOf(labels);
        }

        @Override
        public String word() {
            return "classify";
        }

        @Override
        public Rows outputRows() {
            return Rows.ONE;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.classify(this);
        }
    }

    /** The task of a word, if there is one. */
    static Optional<Task> named(String word, List<String> labels) {
        return Stream.<Task>of(new Classify(labels))
                .filter(task -> task.word().equals(word))
                .findFirst();
    }

    /** One method a task; who implements it does not compile when a task is new. */
    interface Cases<R> {
        /** {@link Classify}. */
        R classify(Classify task);
    }
}
