package dev.thimble.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random buffers: nothing that lives at one time overlaps, and nothing is placed better than the search does. */
class PlacerTest {
    private static final long EFFORT = PlacementSearch.DEFAULT_EFFORT / 10;

    private static final List<Comparator<Buffer>> GREEDY_ORDERS = List.of(
            Comparator.comparingLong(Buffer::bytes).reversed(),
            Comparator.comparingInt((Buffer b) -> b.last() - b.first()).reversed(),
            Comparator.comparingInt(Buffer::first));

    private static List<Buffer> buffers(Random random, int most) {
        int steps = 1 + random.nextInt(20);
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(i -> {
                    int first = random.nextInt(steps);
                    int last = first + random.nextInt(steps - first);
                    return new Buffer("b" + i, List.of("b" + i), 1 + random.nextInt(200), first, last);
                })
                .toList();
    }

    private static long bound(List<Buffer> buffers) {
        return IntStream.range(0, 20)
                .mapToLong(step -> buffers.stream()
                        .filter(buffer -> buffer.first() <= step && step <= buffer.last())
                        .mapToLong(Buffer::bytes)
                        .sum())
                .max()
                .orElseThrow();
    }

    /** First fit tried at every multiple of the alignment: slow and plain. */
    private static long plainFirstFit(List<Buffer> buffers, Comparator<Buffer> order) {
        List<Placement> placed = new ArrayList<>();
        for (Buffer buffer :
                buffers.stream().sorted(order.thenComparing(Buffer::name)).toList()) {
            long offset = 0;
            while (!isFree(placed, new Placement(buffer, offset))) {
                offset += MemoryPlan.ALIGNMENT;
            }
            placed.add(new Placement(buffer, offset));
        }
        return new Packing(placed, false).size();
    }

    private static boolean isFree(List<Placement> placed, Placement wanted) {
        return placed.stream().noneMatch(other -> collide(other, wanted));
    }

    private static boolean collide(Placement a, Placement b) {
        boolean inTime = a.buffer().first() <= b.buffer().last()
                && b.buffer().first() <= a.buffer().last();
        return inTime && a.offset() < b.end() && b.offset() < a.end();
    }

    /** Buffers that fill so many units of 8 bytes at every step: the hard cases. */
    private static List<Buffer> fullyLoaded(Random random, int units, int steps) {
        List<Buffer> ended = new ArrayList<>();
        List<Buffer> live = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            int now = step;
            live.removeIf(buffer -> random.nextInt(3) == 0 && ended.add(until(buffer, now - 1)));
            long free = units - live.stream().mapToLong(Buffer::bytes).sum() / 8;
            while (free > 0) {
                long taken = 1L + random.nextInt((int) Math.min(3, free));
                String name = "b" + ended.size() + "." + live.size();
                live.add(new Buffer(name, List.of(name), 8 * taken, step, step));
                free -= taken;
            }
        }
        live.forEach(buffer -> ended.add(until(buffer, steps - 1)));
        return ended;
    }

    private static Buffer until(Buffer buffer, int last) {
        return new Buffer(buffer.name(), buffer.values(), buffer.bytes(), buffer.first(), last);
    }

    /** Whether the buffers fit at all, by trying every offset of every buffer. */
    private static boolean fit(List<Buffer> buffers, long size, List<Placement> placed) {
        if (placed.size() == buffers.size()) {
            return true;
        }
        Buffer next = buffers.get(placed.size());
        return LongStream.iterate(0, offset -> offset + next.bytes() <= size, offset -> offset + 8)
                .mapToObj(offset -> new Placement(next, offset))
                .filter(placement -> isFree(placed, placement))
                .anyMatch(placement -> {
                    List<Placement> more = new ArrayList<>(placed);
                    more.add(placement);
                    return fit(buffers, size, more);
                });
    }

    @Test
    void liveBuffersNeverOverlapAndTheArenaIsNoLargerThanAnySingleOrders() {
        IntStream.range(0, 300).forEach(seed -> check(seed, buffers(new Random(seed), 15), EFFORT));
    }

    @Test
    void aSearchWithoutEffortStillPlacesEverything() {
        IntStream.range(0, 100).forEach(seed -> check(seed, buffers(new Random(seed), 15), 1));
    }

    @Test
    void aSmallPlacementIsTheSmallestOfAll() {
        int aboveTheBound = 0;
        for (int seed = 0; seed < 1300; seed++) {
            List<Buffer> buffers = fullyLoaded(new Random(seed), 4, 6);
            Packing packing = Placer.place(buffers, EFFORT);
            assertThat(packing.optimal()).as("seed %d", seed).isTrue();
            assertThat(fit(buffers, packing.size() - 8, List.of()))
                    .as("seed %d", seed)
                    .isFalse();
            aboveTheBound += packing.size() > Placer.lowerBound(buffers) ? 1 : 0;
        }
        assertThat(aboveTheBound)
                .as("cases whose optimum is above the lower bound")
                .isPositive();
    }

    @Test
    void theSearchBeatsEveryGreedyOrderSomewhere() {
        long better = IntStream.range(0, 300)
                .mapToObj(seed -> buffers(new Random(seed), 15))
                .filter(buffers -> Placer.place(buffers, EFFORT).size()
                        < Placer.place(buffers, 1).size())
                .count();
        assertThat(better).isPositive();
    }

    @Test
    void whatIsCalledOptimalStaysSoWithMoreEffort() {
        for (int seed = 0; seed < 40; seed++) {
            List<Buffer> buffers = buffers(new Random(seed), 40);
            Packing little = Placer.place(buffers, EFFORT / 100);
            Packing much = Placer.place(buffers, EFFORT);
            assertThat(much.size()).isLessThanOrEqualTo(little.size());
            if (little.optimal()) {
                assertThat(much.size()).as("seed %d", seed).isEqualTo(little.size());
            }
        }
    }

    private static void check(int seed, List<Buffer> buffers, long effort) {
        Packing packing = Placer.place(buffers, effort);
        List<Placement> placements = packing.placements();
        assertThat(placements).extracting(Placement::buffer).containsExactlyInAnyOrderElementsOf(buffers);
        for (int i = 0; i < placements.size(); i++) {
            Placement one = placements.get(i);
            assertThat(one.offset() % MemoryPlan.ALIGNMENT).isZero();
            assertThat(placements.subList(i + 1, placements.size()))
                    .as("seed %d", seed)
                    .noneMatch(other -> collide(one, other));
        }
        assertThat(packing.size()).isEqualTo(Placer.aligned(packing.size())).isGreaterThanOrEqualTo(bound(buffers));
        for (Comparator<Buffer> order : GREEDY_ORDERS) {
            assertThat(packing.size()).isLessThanOrEqualTo(plainFirstFit(buffers, order));
        }
    }
}
