package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.DataForm;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.testing.TinyFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose weights were set to 0 in training: what is compiled of it, and where its shapes are a promise. */
class PrunedModelTest {
    private static final int INNER = 10;
    private static final int HEAD = TinyFolder.HIDDEN / 2;

    @TempDir
    Path folder;

    /** One of two heads has no weights for its values, and six of ten hidden channels are not read. */
    private Path pruned() throws IOException {
        TinyFolder model = TinyFolder.bert(7);
        String layer = "bert.encoder.layer.0.";
        zero(
                model,
                layer + "attention.self.value.weight",
                TinyFolder.HIDDEN,
                TinyFolder.HIDDEN,
                i -> i / TinyFolder.HIDDEN < HEAD);
        zero(model, layer + "output.dense.weight", TinyFolder.HIDDEN, INNER, i -> i % INNER >= 4);
        return model.write(folder);
    }

    private static void zero(TinyFolder model, String name, int rows, int columns, IntPredicate isZero) {
        float[] values = model.values(name);
        IntStream.range(0, values.length).filter(isZero).forEach(i -> values[i] = 0);
        model.put(name, values, rows, columns);
    }

    private static CompileSettings.Builder settings(Path model) {
        return CompileSettings.of(model).name(Optional.of("m"));
    }

    private static Graph prepared(CompileSettings.Builder settings) {
        return new Compiler(Checkout.INSTALLATION, Progress.silent())
                .compile(settings.build())
                .prepared();
    }

    private static int hidden(Graph graph) {
        return graph.node("layer.0.feed_forward.up").shape().width();
    }

    private static long heads(Graph graph) {
        return graph.nodes().stream()
                .mapToInt(node -> node.op() instanceof Op.Attention op ? op.heads() : 0)
                .sum();
    }

    @Test
    void whatWasPrunedIsNotCompiled() throws IOException {
        Graph graph = prepared(settings(pruned()));
        assertThat(hidden(graph)).isEqualTo(4);
        assertThat(heads(graph)).isEqualTo(1);
    }

    @Test
    void whatDevicesTrainKeepsItsChannels() throws IOException {
        Training training = new Training(TrainablePart.named("head"), 8, Optional.empty());
        Graph graph = prepared(settings(pruned()).data(DataForm.loaded()).training(Optional.of(training)));
        assertThat(hidden(graph)).isEqualTo(INNER);
        assertThat(heads(graph)).isEqualTo(2);
    }

    @Test
    void anImageHasTheLayoutOfItsShapes() throws IOException {
        assertThat(hidden(prepared(settings(pruned()).data(DataForm.loaded())))).isEqualTo(INNER);
    }

    @Test
    void ofPositionsThereAreAsManyRowsAsTokens() throws IOException {
        assertThat(rowsOfPositions(TinyFolder.bert(3))).isEqualTo(4);
    }

    @Test
    void ofNarrowPositionsToo() throws IOException {
        assertThat(rowsOfPositions(TinyFolder.embBert(3))).isEqualTo(4);
    }

    private int rowsOfPositions(TinyFolder model) throws IOException {
        CompileSettings settings =
                settings(model.write(folder)).maxTokens(Optional.of(4)).build();
        IntGraph graph = new Compiler(Checkout.INSTALLATION, Progress.silent())
                .compile(settings)
                .integers();
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof IntOp.Embedding op && op.source() instanceof IndexSource.Position)
                .mapToInt(node -> ((IntOp.Embedding) node.op()).table().rows())
                .sum();
    }
}
