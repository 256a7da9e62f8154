package dev.thimble.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the smallest placement by branch and bound, or proves that there is none below the one already known.
 *
 * <p>Some smallest placement has every buffer at 0 or on top of another one that it meets in time; otherwise it could
 * be pushed down. So buffers are placed in the order of their offsets, each on the skyline of those that are placed,
 * and only these orders are searched. A branch ends when
 *
 * <ul>
 *   <li>what must still go above the skyline of some column cannot end below the best placement known;
 *   <li>a buffer would be placed at an offset under which another one still fits whole: that one could be pushed down;
 *   <li>it differs from another branch only in the order of equal offsets or of equal buffers.
 * </ul>
 *
 * The search is bounded by a number of columns looked at and not by time, so it gives the same result everywhere.
 */
final class PlacementSearch {
    /** Well under a second where the search does not end by itself. */
    static final long DEFAULT_EFFORT = 6_000_000;

    private static final long UNPLACED = -1;

    private final Columns columns;
    private final long goal;
    private final long[] skyline;
    private final long[] above;
    private final long[] offsets;
    private long[] bestOffsets = new long[0];
    private long best;
    private long effort;

    private PlacementSearch(Columns columns, long known, long goal, long effort) {
        this.columns = columns;
        this.goal = goal;
        this.best = known;
        this.effort = effort;
        this.skyline = new long[columns.count()];
        this.above = columns.live();
        this.offsets = new long[columns.buffers()];
        Arrays.fill(offsets, UNPLACED);
    }

    /**
     * A placement no larger than a known one.
     *
     * @param known what greedy orders found
     * @param goal a size that is known to be the least possible, or that needs no improvement
     * @param effort columns that may be looked at
     */
    static Packing improve(Packing known, long goal, long effort) {
        List<Buffer> buffers =
                known.placements().stream().map(Placement::buffer).toList();
        Columns columns = Columns.of(buffers);
        PlacementSearch search = new PlacementSearch(columns, known.size(), goal, effort);
        search.place(0, 0, -1);
        boolean proved = search.best <= goal || search.effort > 0;
        return new Packing(search.bestOffsets.length == 0 ? known.placements() : search.placements(), proved);
    }

    private List<Placement> placements() {
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < columns.buffers(); i++) {
            placements.add(new Placement(columns.buffer(i), bestOffsets[i]));
        }
        return placements;
    }

    /** Tries every buffer that may come next; all others lie at {@code lowest} or above. */
    private void place(int placed, long lowest, int before) {
        if (isHopeless(lowest)) {
            return;
        }
        if (placed == columns.buffers()) {
            best = Arrays.stream(skyline).max().orElse(0);
            bestOffsets = offsets.clone();
            return;
        }
        long[] floors = floors();
        long ceiling = ceiling(floors);
        for (int next : inOrderOfFloors(floors)) {
            boolean canonical = floors[next] > lowest || (floors[next] == lowest && next > before);
            if (canonical && floors[next] < ceiling && !isSecondOfEquals(next) && best > goal && effort > 0) {
                branch(next, floors[next], placed);
            }
        }
    }

    private boolean isHopeless(long lowest) {
        effort -= skyline.length;
        for (int column = 0; column < skyline.length; column++) {
            long floor = above[column] > 0 ? Math.max(skyline[column], lowest) : skyline[column];
            if (floor + above[column] >= best) {
                return true;
            }
        }
        return best <= goal || effort <= 0;
    }

    /** Where each buffer would lie if it came next. */
    private long[] floors() {
        long[] floors = new long[offsets.length];
        for (int i = 0; i < floors.length; i++) {
            if (offsets[i] == UNPLACED) {
                effort -= columns.last(i) - columns.first(i) + 1;
                for (int column = columns.first(i); column <= columns.last(i); column++) {
                    floors[i] = Math.max(floors[i], skyline[column]);
                }
            }
        }
        return floors;
    }

    /** The lowest end any buffer could have: nothing that comes next lies at it or above. */
    private long ceiling(long[] floors) {
        long ceiling = Long.MAX_VALUE;
        for (int i = 0; i < floors.length; i++) {
            if (offsets[i] == UNPLACED) {
                ceiling = Math.min(ceiling, floors[i] + columns.size(i));
            }
        }
        return ceiling;
    }

    private int[] inOrderOfFloors(long[] floors) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < floors.length; i++) {
            if (offsets[i] == UNPLACED) {
                order.add(i);
            }
        }
        order.sort((a, b) -> Long.compare(floors[a], floors[b]));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isSecondOfEquals(int index) {
        return columns.sameAsBefore(index) && offsets[index - 1] == UNPLACED;
    }

    private void branch(int next, long floor, int placed) {
        int from = columns.first(next);
        long[] old = Arrays.copyOfRange(skyline, from, columns.last(next) + 1);
        set(next, floor, floor + columns.size(next), -columns.size(next));
        place(placed + 1, floor, next);
        set(next, UNPLACED, 0, columns.size(next));
        System.arraycopy(old, 0, skyline, from, old.length);
    }

    private void set(int index, long offset, long top, long change) {
        offsets[index] = offset;
        for (int column = columns.first(index); column <= columns.last(index); column++) {
            skyline[column] = top;
            above[column] += change;
        }
    }
}
