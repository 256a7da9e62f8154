package dev.thimble.frontend.embbert;

import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import dev.thimble.frontend.architecture.GraphBuilder;
import dev.thimble.frontend.architecture.Tensors;
import dev.thimble.frontend.architecture.Weights;
import java.util.List;

/**
 * Lowers EmbBERT (Bravin et al. 2025, arXiv 2502.10001): narrow embeddings expanded to the full width, then layers of
 * efficient attention minus a convolutional branch, each branch weighted by a learned constant, without a residual.
 */
final class EmbBertLowering {
    /** The tensor whose rows are the vocabulary. */
    static final String TOKENS = "model.embedder.token.weight";

    /** Padding is segment 0, text segment 1, and 2 begins at the first [SEP]: ids that the architecture fixes. */
    private static final IndexSource SEGMENT = new IndexSource.Segment(0, 4);

    private static final int SEGMENTS = 3;

    /** binary32's machine epsilon, the norm's default in PyTorch. */
    private static final double RMS_EPSILON = 0x1p-23;

    private final EmbBertConfig config;
    private final Weights weights;
    private final GraphBuilder graph = new GraphBuilder();

    private EmbBertLowering(EmbBertConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    static Graph lower(String name, EmbBertConfig config, Weights weights, int maxTokens) {
        return new EmbBertLowering(config, weights).graph(name, maxTokens);
    }

    private Graph graph(String name, int maxTokens) {
        String x = embeddings(maxTokens);
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer(layer, x);
        }
        linear(
                "classifier",
                graph.pool("pool", x),
                "classifier",
                config.labels().size());
        return graph.build(name, maxTokens);
    }

    private String embeddings(int maxTokens) {
        FloatTensor tokens = weights.matrix(TOKENS, config.vocabularySize(), config.reduced());
        FloatTensor positions =
                weights.matrix("model.embedder.position.weight", config.longestSequence(), config.reduced());
        FloatTensor segments = weights.matrix("model.embedder.sentence.weight", SEGMENTS, config.hidden());
        String token =
                expanded("embedding.token", new IndexSource.TokenId(), tokens, "model.embedder.tok_expander.weight");
        String position = expanded(
                "embedding.position",
                new IndexSource.Position(),
                Tensors.firstRows(positions, maxTokens),
                "model.embedder.pos_expander.weight");
        String segment = graph.embedding("embedding.segment", SEGMENT, segments);
        return graph.same("embedding.sum", new Op.Add(), token, position, segment);
    }

    private String expanded(String node, IndexSource source, FloatTensor table, String tensor) {
        FloatTensor expander = weights.matrix(tensor, config.hidden(), config.reduced());
        FloatTensor none = Tensors.zeros(node + ".expander.bias", config.hidden());
        return graph.linear(node + ".expander", graph.embedding(node, source, table), expander, none);
    }

    private String layer(int index, String input) {
        String node = "layer." + index;
        String tensors = "model.attentions." + index + ".";
        FloatTensor gain = weights.vector("model.norms." + index + ".weight", config.hidden());
        String x = graph.same(node + ".norm", new Op.RmsNorm(gain, RMS_EPSILON), input);
        double attended = lambda(index, 1);
        double convolved = lambda(index, 2);
        return graph.same(
                node + ".sum",
                new Op.WeightedSum(List.of(attended, -convolved)),
                attention(node + ".attention", tensors, x),
                convolution(node, tensors, x));
    }

    /** One head whose keys and values are the input itself. */
    private String attention(String node, String tensors, String x) {
        String query = linear(node + ".query", x, tensors + "query", config.hidden());
        Op attention = new Op.Attention(1, 1 / Math.sqrt(config.hidden()));
        return linear(
                node + ".output", graph.same(node, attention, query, x, x), tensors + "att_output", config.hidden());
    }

    private String convolution(String node, String tensors, String x) {
        int outputs = Math.multiplyExact(config.hidden(), config.expansion());
        String wide = graph.convolution(
                node + ".convolution",
                x,
                weights.taps(tensors + "conv1d.weight", outputs, config.kernel()),
                weights.vector(tensors + "conv1d.bias", outputs));
        String active = graph.same(node + ".convolution.activation", new Op.Activation(ActivationKind.SILU), wide);
        return linear(node + ".contract", active, tensors + "contract", config.hidden());
    }

    /** exp(q · k): two constants a layer, so they are computed here and in double. */
    private double lambda(int layer, int branch) {
        String tensors = "model.attentions." + layer + ".lambda_";
        double value = StrictMath.exp(Tensors.dot(
                weights.vector(tensors + "q" + branch, config.hidden()),
                weights.vector(tensors + "k" + branch, config.hidden())));
        if (!Double.isFinite(value)) {
            throw new ThimbleException(ModelProblem.DERIVED_NOT_FINITE.at(
                    weights.file(), "exp(lambda_q" + branch + " · lambda_k" + branch + ")", layer, value));
        }
        return value;
    }

    private String linear(String node, String input, String tensor, int outputs) {
        int inputs = graph.width(input);
        return graph.linear(
                node,
                input,
                weights.matrix(tensor + ".weight", outputs, inputs),
                weights.vector(tensor + ".bias", outputs));
    }
}
