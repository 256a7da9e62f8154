package dev.thimble.frontend.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.frontend.weights.TensorStore;
import dev.thimble.testing.TorchFile;
import dev.thimble.testing.TorchFile.Seen;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors are views of storages: read element by element where they lie within, and refused where they do not. */
class ViewsTest {
    private static final long HUGE = 1L << 61;

    private static byte[] seen(long offset, long[] shape, long... strides) {
        TorchFile file = OneTensor.file();
        file.tensors().put("x", new Seen("0", offset, shape, strides));
        return file.archive(2);
    }

    private static long[] of(long... numbers) {
        return numbers;
    }

    @Test
    void whatReachesOutOfItsStorageIsRefused() {
        Refusals.check(seen(0, of(5), 1), "THM-0159", "number 4 of 4");
        Refusals.check(seen(1, of(4), 1), "THM-0159", "\"x\"");
        Refusals.check(seen(0, of(4), 2), "THM-0159");
        Refusals.check(seen(4, of(1), 1), "THM-0159");
        Refusals.check(seen(4, of()), "THM-0159");
        Refusals.check(seen(0, of(2, 2), 3, 1), "THM-0159");
        Refusals.check(seen(0, of(2), HUGE), "THM-0159");
        Refusals.check(seen(HUGE, of(8, 1), HUGE, HUGE), "THM-0159");
        Refusals.check(seen(0, of(HUGE, 8), HUGE, HUGE), "THM-0159");
    }

    @Test
    void whatIsNoViewIsRefused() {
        Refusals.check(seen(0, of(4), 1, 1), "THM-0159", "1 extents and 2 strides");
        Refusals.check(seen(-1, of(4), 1), "THM-0156");
        Refusals.check(seen(0, of(-4), 1), "THM-0156");
        Refusals.check(seen(3, of(4), -1), "THM-0156");
        Refusals.check(seen(Long.MAX_VALUE, of(1), 1), "THM-0156");
        Refusals.check(seen(0, new long[17], new long[17]), "THM-0156", "17 extents");
    }

    /** One element seen at many places takes memory only where somebody asks for it. */
    @Test
    void moreThanAnyModelIsRefusedWhateverItIsMadeOf() {
        Refusals.check(seen(0, of(1 << 29), 0), "THM-0162");
        Refusals.check(seen(0, of(HUGE, 8), 0, 0), "THM-0162");
        Refusals.check(seen(0, of(1L << 32, 1L << 32), 0, 0), "THM-0162");
        TorchFile many = OneTensor.file();
        for (int i = 0; i < 2000; i++) {
            many.tensors().put("x" + i, new Seen("0", 0, of(1 << 20), of(0)));
        }
        Refusals.check(many.archive(2), "THM-0162");
    }

    @Test
    void aTensorWithoutElementsIsTaken() {
        assertThat(read(seen(0, of(0), 1))).isEmpty();
        assertThat(read(seen(7, of(HUGE, 0, HUGE), HUGE, HUGE, HUGE))).isEmpty();
        assertThat(read(seen(3, of()))).isEqualTo(Arrays.copyOfRange(OneTensor.ELEMENTS, 12, 16));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomViewsAreReadAsIndicesSay(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            TorchFile file = OneTensor.file();
            byte[] elements = new byte[4 * (1 + random.nextInt(64))];
            random.nextBytes(elements);
            file.storages().put("0", new TorchFile.Stored("F32", elements));
            Seen view = view(random);
            file.tensors().put("x", view);
            check(random.nextBoolean() ? file.archive(2) : file.older(4), view, elements);
        }
    }

    private static Seen view(Random random) {
        int dimensions = random.nextInt(5);
        long[] shape = random.longs(dimensions, 0, 5)
                .map(n -> n == 0 ? random.nextInt(2) : n)
                .toArray();
        long[] strides = random.nextBoolean()
                ? TorchFile.contiguous(shape)
                : random.longs(dimensions, 0, 9).toArray();
        return new Seen("0", random.nextInt(6), shape, strides);
    }

    private static void check(byte[] file, Seen view, byte[] elements) {
        List<Long> indices = indices(view);
        if (indices.stream().anyMatch(index -> index >= elements.length / 4)) {
            Refusals.check(file, "THM-0159");
            return;
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        indices.forEach(index -> expected.write(elements, 4 * index.intValue(), 4));
        assertThat(read(file)).isEqualTo(expected.toByteArray());
    }

    /** Which elements are seen, in the order of rows. */
    private static List<Long> indices(Seen view) {
        List<Long> indices = List.of(view.offset());
        for (int d = 0; d < view.shape().length; d++) {
            long extent = view.shape()[d];
            long stride = view.strides()[d];
            indices = indices.stream()
                    .flatMap(index -> LongStream.range(0, extent).mapToObj(i -> index + i * stride))
                    .toList();
        }
        return indices;
    }

    private static byte[] read(byte[] file) {
        TensorStore store = CheckpointFile.of("weights.bin", file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.read("x", block -> {
            byte[] bytes = new byte[block.remaining()];
            block.get(bytes);
            out.writeBytes(bytes);
        });
        return out.toByteArray();
    }
}
