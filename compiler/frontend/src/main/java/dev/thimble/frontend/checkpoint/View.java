package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.pickle.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A tensor: a view of a storage. Views may overlap, and one element may be seen at several places.
 *
 * @param storage what is seen
 * @param offset the first element
 * @param shape extents, outermost first
 * @param strides elements from one to the next along each extent
 */
record View(Storage storage, long offset, List<Long> shape, List<Long> strides) implements Value.Foreign {
    /** As many as the reader of safetensors takes. */
    static final int MOST_DIMENSIONS = 16;

    /** Copies the lists. */
    View {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    @Override
    public String kind() {
        return "a tensor";
    }

    /** How many bytes are seen, some of them perhaps more than once; the product is taken without bound. */
    BigInteger bytes() {
        return shape.stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.valueOf(storage.type().bytes()), BigInteger::multiply);
    }

    /** Why this cannot be a tensor. */
    Optional<String> fault() {
        if (shape.size() != strides.size()) {
            return Optional.of("it has " + shape.size() + " extents and " + strides.size() + " strides");
        }
        BigInteger last = BigInteger.valueOf(offset);
        for (int d = 0; d < shape.size(); d++) {
            BigInteger steps = BigInteger.valueOf(shape.get(d) - 1);
            last = last.add(steps.multiply(BigInteger.valueOf(strides.get(d))));
        }
        boolean isInside = last.compareTo(BigInteger.valueOf(storage.elements())) < 0;
        return shape.contains(0L) || isInside
                ? Optional.empty()
                : Optional.of("its last element is number " + last + " of " + storage.elements());
    }

    /** Whether the elements lie side by side in the order of rows; an extent of 1 takes no step. */
    boolean isContiguous() {
        long run = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            if (shape.get(d) != 1 && strides.get(d) != run) {
                return false;
            }
            run *= shape.get(d);
        }
        return true;
    }
}
