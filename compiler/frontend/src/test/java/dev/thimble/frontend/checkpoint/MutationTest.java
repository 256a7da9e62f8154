package dev.thimble.frontend.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.weights.TensorStore;
import dev.thimble.testing.TinyFolder;
import dev.thimble.testing.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of a checkpoint, it is a set of tensors or has its diagnostic: no other exception, no memory beyond the
 * file's. {@code -Dthimble.full=true} takes 200,000, and {@code -Dthimble.mutations} any number.
 */
class MutationTest {
    private static final int MUTATIONS =
            Integer.getInteger("thimble.mutations", Boolean.getBoolean("thimble.full") ? 200_000 : 6_000);
    private static final Path FILES =
            Path.of(System.getProperty("thimble.root")).resolve("compiler/frontend/src/test/resources/checkpoints");

    /** What becomes of a file. */
    private enum End {
        TENSORS,
        REFUSED
    }

    @Test
    void everyMutationIsTensorsOrADiagnostic() throws IOException {
        List<byte[]> files = files();
        Random random = new Random(17);
        Map<End, Integer> ends = new EnumMap<>(End.class);
        Set<Integer> problems = new HashSet<>();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = new Mutation(random, files).next();
            ends.merge(end(mutated, "mutation " + i, problems), 1, Integer::sum);
        }
        assertThat(ends.get(End.TENSORS)).isGreaterThan(MUTATIONS / 50);
        assertThat(ends.get(End.REFUSED)).isGreaterThan(MUTATIONS / 5);
        assertThat(problems).hasSizeGreaterThan(8);
    }

    private static List<byte[]> files() throws IOException {
        TorchFile tiny = TorchFile.of(TinyFolder.embBert(17).tensors());
        return List.of(
                OneTensor.whole().end(),
                OneTensor.file().older(2),
                tiny.archive(4),
                tiny.older(2),
                Files.readAllBytes(FILES.resolve("pytorch_model.bin")),
                Files.readAllBytes(FILES.resolve("older_one_storage.bin")),
                Files.readAllBytes(FILES.resolve("parameters.bin")),
                Files.readAllBytes(FILES.resolve("training.bin")),
                Files.readAllBytes(FILES.resolve("whole_model.bin")));
    }

    private static End end(byte[] file, String name, Set<Integer> problems) {
        try {
            TensorStore store = CheckpointFile.of("weights.bin", file);
            store.tensors().keySet().forEach(tensor -> checkRead(store, tensor));
            return End.TENSORS;
        } catch (ThimbleException e) {
            Diagnostic diagnostic = e.diagnostic();
            assertThat(diagnostic.line())
                    .as(name)
                    .doesNotContainPattern("\\p{Cntrl}")
                    .hasSizeLessThan(700);
            problems.add(diagnostic.problem().code());
            return End.REFUSED;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new AssertionError(name, e);
        }
    }

    /** All of it, in blocks; what is seen many times may be long. */
    private static void checkRead(TensorStore store, String tensor) {
        long bytes = store.tensors().get(tensor).bytes();
        if (bytes < 1 << 20) {
            AtomicLong read = new AtomicLong();
            store.read(tensor, block -> read.addAndGet(block.remaining()));
            assertThat(read).hasValue(bytes);
        }
    }
}
