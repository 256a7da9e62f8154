package dev.thimble.cli.bench;

import dev.thimble.backendc.Constants;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Models of known shapes with seeded weights, which everyone can measure: what a kernel executes hardly depends on the
 * values that it works on.
 */
public final class SeededModels {
    /** Their longest sequence, and the one they are measured with. */
    public static final int TOKENS = 128;

    private static final long SEED = 128_128;
    private static final int CALIBRATION = 4;

    private SeededModels() {}

    /** Two layers of width 128 with 2 heads and a feed-forward width of 512 (Turc et al. 2019, arXiv 1908.08962). */
    public static BenchModel bertTiny(Path scratch) {
        SeededFolder folder = new SeededFolder(SEED, """
                {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "hidden_act": "gelu",
                 "vocab_size": 512, "max_position_embeddings": 128, "type_vocab_size": 2, "hidden_size": 128,
                 "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 512,
                 "layer_norm_eps": 1e-12, "id2label": {"0": "a", "1": "b", "2": "c", "3": "d"}}""");
        folder.matrix("bert.embeddings.word_embeddings.weight", 512, 128);
        folder.matrix("bert.embeddings.position_embeddings.weight", TOKENS, 128);
        folder.matrix("bert.embeddings.token_type_embeddings.weight", 2, 128);
        folder.norm("bert.embeddings.LayerNorm", 128);
        for (int layer = 0; layer < 2; layer++) {
            String tensors = "bert.encoder.layer." + layer + ".";
            for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
                folder.linear(tensors + "attention." + part, 128, 128);
            }
            folder.norm(tensors + "attention.output.LayerNorm", 128);
            folder.linear(tensors + "intermediate.dense", 512, 128);
            folder.linear(tensors + "output.dense", 128, 512);
            folder.norm(tensors + "output.LayerNorm", 128);
        }
        folder.linear("bert.pooler.dense", 128, 128);
        folder.linear("classifier", 4, 128);
        return quantized("bert_tiny", "BERT-tiny", folder, scratch);
    }

    /** Four layers of width 128, embeddings of width 16, a convolution of 32 taps (arXiv 2502.10001). */
    public static BenchModel embBert(Path scratch) {
        SeededFolder folder = new SeededFolder(SEED, """
                {"architectures": ["SequenceClassifier"], "model_type": "EmbBERT", "vocab_size": 512,
                 "max_length": 256, "hidden_size": 128, "num_hidden_layers": 4, "reduced_embedding": 16,
                 "kernel_size": 32, "forward_expansion": 1, "id2label": {"0": "a", "1": "b", "2": "c", "3": "d"}}""");
        folder.matrix("model.embedder.token.weight", 512, 16);
        folder.matrix("model.embedder.tok_expander.weight", 128, 16);
        folder.matrix("model.embedder.position.weight", 256, 16);
        folder.matrix("model.embedder.pos_expander.weight", 128, 16);
        folder.matrix("model.embedder.sentence.weight", 3, 128);
        for (int layer = 0; layer < 4; layer++) {
            String tensors = "model.attentions." + layer + ".";
            folder.ones("model.norms." + layer + ".weight", 128);
            for (String vector : List.of("q1", "k1", "q2", "k2")) {
                folder.small(tensors + "lambda_" + vector, 128);
            }
            folder.linear(tensors + "query", 128, 128);
            folder.linear(tensors + "att_output", 128, 128);
            folder.taps(tensors + "conv1d", 128, 32);
            folder.linear(tensors + "contract", 128, 128);
        }
        folder.linear("classifier", 4, 128);
        return quantized("embbert", "EmbBERT", folder, scratch);
    }

    private static BenchModel quantized(String name, String title, SeededFolder folder, Path scratch) {
        Model model =
                ModelFolder.load(folder.write(scratch.resolve(name))).model().named(name);
        Graph graph = Pipeline.standard().prepare(model.graph());
        SplittableRandom random = new SplittableRandom(SEED);
        List<int[]> inputs = IntStream.range(0, CALIBRATION)
                .mapToObj(i -> random.ints(TOKENS, 0, SeededFolder.VOCABULARY).toArray())
                .toList();
        Calibration calibration = Calibration.of(graph, new OrderedExecutor(graph), inputs);
        QuantizerOptions options = new QuantizerOptions(true, true, false, false);
        IntGraph integers = Quantizer.quantize(graph, calibration, options);
        return new BenchModel(
                title,
                integers,
                target -> BenchModel.plain(integers, model.tokenizer(), target),
                model.task(),
                model.tokenizer(),
                Constants.LINKED);
    }
}
