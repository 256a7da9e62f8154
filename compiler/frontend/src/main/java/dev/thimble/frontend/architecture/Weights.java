package dev.thimble.frontend.architecture;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.frontend.weights.TensorDigest;
import dev.thimble.frontend.weights.TensorStore;
import dev.thimble.frontend.weights.TensorValues;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tensors of one model, by name and expected shape; remembers what was used. */
public final class Weights {
    private final TensorStore store;
    private final TensorNames names;
    private final SortedMap<String, String> used = new TreeMap<>();
    private long parameters;

    public Weights(TensorStore store, TensorNames names) {
        this.store = store;
        this.names = names;
    }

    /** The file that stands for all of them. */
    public String file() {
        return store.file();
    }

    /** A matrix of {@code rows} x {@code columns}. */
    public FloatTensor matrix(String name, int rows, int columns) {
        return FloatTensor.matrix(name, rows, columns, values(name, List.of((long) rows, (long) columns)));
    }

    /** A vector. */
    public FloatTensor vector(String name, int size) {
        return FloatTensor.vector(name, values(name, List.of((long) size)));
    }

    /** A depthwise convolution's weights, {@code outputs} x 1 x {@code taps} in the file. */
    public FloatTensor taps(String name, int outputs, int taps) {
        return FloatTensor.matrix(name, outputs, taps, values(name, List.of((long) outputs, 1L, (long) taps)));
    }

    /** Whether there is a tensor of that name. */
    public boolean has(String name) {
        return names.names().contains(name);
    }

    /** Number of values in all tensors used so far. */
    public long parameters() {
        return parameters;
    }

    /** The tensors used so far by name, each as its shape and the digest of its values. */
    public SortedMap<String, String> used() {
        return Collections.unmodifiableSortedMap(used);
    }

    /** Tensors of the file that were not used and are not known to be harmless, in alphabetical order. */
    public Set<String> unused(Predicate<String> harmless) {
        return names.names().stream()
                .filter(name -> !used.containsKey(name) && !harmless.test(name))
                .map(names::inFile)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private float[] values(String name, List<Long> shape) {
        float[] values = TensorValues.read(store, names.inFile(name), shape);
        if (!used.containsKey(name)) {
            used.put(name, shape + " " + TensorDigest.of(values));
            parameters += values.length;
        }
        return values;
    }
}
