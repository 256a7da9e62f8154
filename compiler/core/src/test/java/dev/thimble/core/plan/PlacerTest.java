package dev.thimble.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random buffers: nothing that lives at one time overlaps. */
class PlacerTest {
    private static final List<Comparator<Buffer>> GREEDY_ORDERS = List.of(
            Comparator.comparingLong(Buffer::bytes).reversed(),
            Comparator.comparingInt((Buffer b) -> b.last() - b.first()).reversed(),
            Comparator.comparingInt(Buffer::first));

    private static List<Buffer> buffers(Random random) {
        int steps = 1 + random.nextInt(20);
        return IntStream.range(0, 1 + random.nextInt(15))
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
        return Placer.size(placed);
    }

    private static boolean isFree(List<Placement> placed, Placement wanted) {
        return placed.stream().noneMatch(other -> collide(other, wanted));
    }

    private static boolean collide(Placement a, Placement b) {
        boolean inTime = a.buffer().first() <= b.buffer().last()
                && b.buffer().first() <= a.buffer().last();
        return inTime && a.offset() < b.end() && b.offset() < a.end();
    }

    @Test
    void liveBuffersNeverOverlapAndTheArenaIsNoLargerThanAnySingleOrders() {
        IntStream.range(0, 300).forEach(PlacerTest::check);
    }

    private static void check(int seed) {
        List<Buffer> buffers = buffers(new Random(seed));
        List<Placement> placements = Placer.place(buffers);
        assertThat(placements).extracting(Placement::buffer).containsExactlyInAnyOrderElementsOf(buffers);
        for (int i = 0; i < placements.size(); i++) {
            Placement one = placements.get(i);
            assertThat(one.offset() % MemoryPlan.ALIGNMENT).isZero();
            assertThat(placements.subList(i + 1, placements.size()))
                    .as("seed %d", seed)
                    .noneMatch(other -> collide(one, other));
        }
        long arena = Placer.size(placements);
        assertThat(arena).isGreaterThanOrEqualTo(bound(buffers));
        for (Comparator<Buffer> order : GREEDY_ORDERS) {
            assertThat(arena).isLessThanOrEqualTo(plainFirstFit(buffers, order));
        }
    }
}
