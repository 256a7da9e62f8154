package dev.thimble.frontend.bert;

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

/**
 * Lowers {@code BertForSequenceClassification}: embeddings, encoder layers with the norm after each residual sum
 * (Devlin et al. 2019, arXiv 1810.04805), tanh pooler on the first token, classifier.
 */
final class BertLowering {
    /** The tensor whose rows are the vocabulary. */
    static final String TOKENS = "bert.embeddings.word_embeddings.weight";

    private final BertConfig config;
    private final Weights weights;
    private final GraphBuilder graph = new GraphBuilder();

    private BertLowering(BertConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    static Graph lower(String name, BertConfig config, Weights weights, int maxTokens) {
        return new BertLowering(config, weights).graph(name, maxTokens);
    }

    /** Refuses a checkpoint of another head, which lacks a part of this architecture. */
    private void checkParts() {
        if (weights.has(TOKENS)) {
            checkPart("pooler", "bert.pooler.dense.weight");
            checkPart("classifier", "classifier.weight");
        }
    }

    private void checkPart(String part, String tensor) {
        if (!weights.has(tensor)) {
            throw new ThimbleException(ModelProblem.PART_MISSING.at(weights.file(), part, tensor));
        }
    }

    private Graph graph(String name, int maxTokens) {
        checkParts();
        String x = embeddings(maxTokens);
        for (int layer = 0; layer < config.layers(); layer++) {
            String node = "layer." + layer;
            String tensors = "bert.encoder.layer." + layer + ".";
            x = feedForward(node + ".feed_forward", tensors, attention(node + ".attention", tensors, x));
        }
        x = linear("pooler", graph.pool("pool", x), "bert.pooler.dense", config.hidden());
        x = graph.same("pooler.activation", new Op.Activation(ActivationKind.TANH), x);
        linear("classifier", x, "classifier", config.labels().size());
        return graph.build(name, maxTokens);
    }

    private String embeddings(int maxTokens) {
        String token = graph.embedding(
                "embedding.token",
                new IndexSource.TokenId(),
                weights.matrix(TOKENS, config.vocabularySize(), config.hidden()));
        String position = graph.embedding("embedding.position", new IndexSource.Position(), positions(maxTokens));
        return norm("embedding.norm", graph.same("embedding.sum", new Op.Add(), token, position), "bert.embeddings.");
    }

    /**
     * The position table with token type 0 added to each row: a single text has no other type. Rows past the longest
     * sequence are left out.
     */
    private FloatTensor positions(int maxTokens) {
        int width = config.hidden();
        FloatTensor positions =
                weights.matrix("bert.embeddings.position_embeddings.weight", config.longestSequence(), width);
        FloatTensor types = weights.matrix("bert.embeddings.token_type_embeddings.weight", config.segments(), width);
        return Tensors.firstRows(positions, maxTokens).with(i -> (double) positions.at(i) + types.at(0, i % width));
    }

    private String attention(String node, String tensors, String x) {
        String self = tensors + "attention.self.";
        String query = linear(node + ".query", x, self + "query", config.hidden());
        String key = linear(node + ".key", x, self + "key", config.hidden());
        String value = linear(node + ".value", x, self + "value", config.hidden());
        double scale = 1 / Math.sqrt((double) config.hidden() / config.heads());
        String mixed = graph.same(node, new Op.Attention(config.heads(), scale), query, key, value);
        return closed(node, "output", mixed, tensors + "attention.output.", x);
    }

    private String feedForward(String node, String tensors, String x) {
        String up = linear(node + ".up", x, tensors + "intermediate.dense", config.intermediate());
        String active = graph.same(node + ".activation", new Op.Activation(config.activation()), up);
        return closed(node, "down", active, tensors + "output.", x);
    }

    /** What ends both halves of a layer: projection, residual sum, norm. */
    private String closed(String node, String projection, String inner, String tensors, String residual) {
        String out = linear(node + "." + projection, inner, tensors + "dense", config.hidden());
        return norm(node + ".norm", graph.same(node + ".sum", new Op.Add(), out, residual), tensors);
    }

    private String linear(String node, String input, String tensor, int outputs) {
        int inputs = graph.width(input);
        return graph.linear(
                node,
                input,
                weights.matrix(tensor + ".weight", outputs, inputs),
                weights.vector(tensor + ".bias", outputs));
    }

    private String norm(String node, String input, String tensors) {
        FloatTensor gain = weights.vector(tensors + "LayerNorm.weight", config.hidden());
        FloatTensor bias = weights.vector(tensors + "LayerNorm.bias", config.hidden());
        return graph.same(node, new Op.LayerNorm(gain, bias, config.layerNormEpsilon()), input);
    }
}
