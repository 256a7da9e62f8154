package dev.thimble.core.target;

import java.util.List;
import java.util.stream.Stream;

/** What every kernel set says of itself in numbers. */
abstract class BaseSet implements KernelSet {
    private final String folder;
    private final List<KernelSet> others;
    private final int rowsPerBlock;
    private final int usualRows;

    /**
     * A set.
     *
     * @param others those whose files serve it where it has none, in order
     */
    BaseSet(String folder, List<KernelSet> others, int rowsPerBlock, int usualRows) {
        this.folder = folder;
        this.others = List.copyOf(others);
        this.rowsPerBlock = rowsPerBlock;
        this.usualRows = usualRows;
    }

    @Override
    public final String folder() {
        return folder;
    }

    @Override
    public final List<KernelSet> sources() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    @Override
    public final int rowsPerBlock() {
        return rowsPerBlock;
    }

    @Override
    public final int usualRows() {
        return usualRows;
    }

    @Override
    public final String toString() {
        return folder;
    }
}
