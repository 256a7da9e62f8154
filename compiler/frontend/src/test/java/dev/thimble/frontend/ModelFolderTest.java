package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.testing.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    @TempDir
    Path temporary;

    @Test
    void bertBecomesNodesInTheOrderOfItsComputation() throws IOException {
        Graph graph = load(TinyFolder.bert(1)).model().graph();
        assertThat(graph.nodes().stream().map(node -> node.name() + " " + node.inputs() + " " + node.shape()))
                .containsExactly(
                        "embedding.token [] nx8",
                        "embedding.position [] nx8",
                        "embedding.sum [embedding.token, embedding.position] nx8",
                        "embedding.norm [embedding.sum] nx8",
                        "layer.0.attention.query [embedding.norm] nx8",
                        "layer.0.attention.key [embedding.norm] nx8",
                        "layer.0.attention.value [embedding.norm] nx8",
                        "layer.0.attention [layer.0.attention.query, layer.0.attention.key, layer.0.attention.value] nx8",
                        "layer.0.attention.output [layer.0.attention] nx8",
                        "layer.0.attention.sum [layer.0.attention.output, embedding.norm] nx8",
                        "layer.0.attention.norm [layer.0.attention.sum] nx8",
                        "layer.0.feed_forward.up [layer.0.attention.norm] nx10",
                        "layer.0.feed_forward.activation [layer.0.feed_forward.up] nx10",
                        "layer.0.feed_forward.down [layer.0.feed_forward.activation] nx8",
                        "layer.0.feed_forward.sum [layer.0.feed_forward.down, layer.0.attention.norm] nx8",
                        "layer.0.feed_forward.norm [layer.0.feed_forward.sum] nx8",
                        "pool [layer.0.feed_forward.norm] 1x8",
                        "pooler [pool] 1x8",
                        "pooler.activation [pooler] 1x8",
                        "classifier [pooler.activation] 1x3");
    }

    @Test
    void embBertBecomesNodesInTheOrderOfItsComputation() throws IOException {
        Graph graph = load(TinyFolder.embBert(1)).model().graph();
        assertThat(graph.nodes().stream().map(node -> node.name() + " " + node.inputs() + " " + node.shape()))
                .containsExactly(
                        "embedding.token [] nx3",
                        "embedding.token.expander [embedding.token] nx8",
                        "embedding.position [] nx3",
                        "embedding.position.expander [embedding.position] nx8",
                        "embedding.segment [] nx8",
                        "embedding.sum [embedding.token.expander, embedding.position.expander, embedding.segment] nx8",
                        "layer.0.norm [embedding.sum] nx8",
                        "layer.0.attention.query [layer.0.norm] nx8",
                        "layer.0.attention [layer.0.attention.query, layer.0.norm, layer.0.norm] nx8",
                        "layer.0.attention.output [layer.0.attention] nx8",
                        "layer.0.convolution [layer.0.norm] nx16",
                        "layer.0.convolution.activation [layer.0.convolution] nx16",
                        "layer.0.contract [layer.0.convolution.activation] nx8",
                        "layer.0.sum [layer.0.attention.output, layer.0.contract] nx8",
                        "pool [layer.0.sum] 1x8",
                        "classifier [pool] 1x2");
    }

    @Test
    void theWeightsOfTheBranchesAreExponentialsOfDotProducts() throws IOException {
        TinyFolder folder = TinyFolder.embBert(5);
        Node sum = load(folder).model().graph().node("layer.0.sum");
        List<Double> coefficients = ((Op.WeightedSum) sum.op()).coefficients();
        assertThat(coefficients.get(0)).isCloseTo(lambda(folder, 1), within(1e-12));
        assertThat(coefficients.get(1)).isCloseTo(-lambda(folder, 2), within(1e-12));
    }

    private static double lambda(TinyFolder folder, int branch) {
        float[] q = folder.values("model.attentions.0.lambda_q" + branch);
        float[] k = folder.values("model.attentions.0.lambda_k" + branch);
        double dot = 0;
        for (int i = 0; i < q.length; i++) {
            dot += (double) q[i] * k[i];
        }
        return Math.exp(dot);
    }

    @Test
    void tokenTypeZeroIsAddedToEveryPosition() throws IOException {
        TinyFolder folder = TinyFolder.bert(2);
        FloatTensor table = positions(load(folder).model());
        float[] positions = folder.values("bert.embeddings.position_embeddings.weight");
        float[] types = folder.values("bert.embeddings.token_type_embeddings.weight");
        for (int i = 0; i < table.size(); i++) {
            assertThat(table.at(i)).isEqualTo(positions[i] + types[i % TinyFolder.HIDDEN]);
        }
    }

    @Test
    void aShorterLongestSequenceLeavesOutPositions() throws IOException {
        Path folder = TinyFolder.bert(2).write(temporary);
        Model whole = ModelFolder.load(folder).model();
        Model cut = ModelFolder.load(folder, Optional.of(4)).model();
        assertThat(cut.graph().maxTokens()).isEqualTo(4);
        assertThat(positions(cut).rows()).isEqualTo(4);
        assertThat(positions(cut).at(3, 7)).isEqualTo(positions(whole).at(3, 7));
        assertThat(cut.parameters()).isEqualTo(whole.parameters());
    }

    private static FloatTensor positions(Model model) {
        return ((Op.Embedding) model.graph().node("embedding.position").op()).table();
    }

    @Test
    void theModelSaysWhatItIs() throws IOException {
        TinyFolder folder = TinyFolder.bert(3);
        long values = folder.tensors().values().stream()
                .mapToLong(raw -> raw.bytes().length / 4)
                .sum();
        Model model = load(folder).model();
        assertThat(model.name()).isEqualTo("tiny_model");
        assertThat(model.graph().name()).isEqualTo("tiny_model");
        assertThat(model.architecture()).isEqualTo("BertForSequenceClassification");
        assertThat(model.labels()).containsExactly("no", "yes", "maybe");
        assertThat(model.parameters()).isEqualTo(values);
        assertThat(model.tokenizer().vocabularySize()).isEqualTo(TinyFolder.VOCABULARY);
    }

    @Test
    void theDigestCoversEveryFileThatDecidesTheAnswer() throws IOException {
        Path folder = TinyFolder.bert(3).write(temporary);
        String before = ModelFolder.load(folder).model().sha256();
        assertThat(before).matches("[0-9a-f]{64}");
        assertThat(ModelFolder.load(folder).model().sha256()).isEqualTo(before);
        Path vocabulary = folder.resolve("vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("\ng\n", "\nh\n"));
        assertThat(ModelFolder.load(folder).model().sha256()).isNotEqualTo(before);
    }

    @Test
    void labelsAreNumberedWhereTheConfigurationNamesNone() throws IOException {
        TinyFolder folder = TinyFolder.bert(3);
        folder.config().remove("id2label");
        folder.set("num_labels", "3");
        assertThat(load(folder).model().labels()).containsExactly("LABEL_0", "LABEL_1", "LABEL_2");
    }

    @Test
    void gammaAndBetaAreTheOlderNamesOfGainAndBias() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        for (String name : List.copyOf(folder.tensors().keySet())) {
            if (name.contains("LayerNorm")) {
                folder.tensors().put(older(name), folder.tensors().remove(name));
            }
        }
        float[] gain = folder.values("bert.embeddings.LayerNorm.gamma");
        LoadedModel loaded = load(folder);
        Op.LayerNorm norm =
                (Op.LayerNorm) loaded.model().graph().node("embedding.norm").op();
        assertThat(norm.gain().toArray()).containsExactly(gain);
        assertThat(loaded.warnings()).isEmpty();
    }

    private static String older(String name) {
        return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
    }

    @Test
    void whatIsNotKnownIsNamedInAWarning() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        folder.set("mystery_factor", "3");
        folder.set("label2id", "{\"no\": 1, \"yes\": 0, \"maybe\": 2}");
        folder.put("bert.encoder.layer.1.output.dense.bias", new float[8], 8);
        assertThat(load(folder).warnings().stream().map(Diagnostic::line))
                .containsExactly(
                        "warning[THM-0118]: the labels are doubtful: label2id disagrees with id2label"
                                + " (config.json: label2id) id2label is used",
                        "warning[THM-0114]: the key \"mystery_factor\" is not known and has no effect here (config.json)"
                                + " check the logits against the model's own code if it matters there",
                        "warning[THM-0135]: 1 tensors in the file are not part of the architecture and are not used:"
                                + " bert.encoder.layer.1.output.dense.bias (model.safetensors)");
    }

    @Test
    void whatIsKnownToBeHarmlessIsAcceptedInSilence() throws IOException {
        TinyFolder folder = TinyFolder.bert(4);
        folder.set("hidden_dropout_prob", "0.1");
        folder.set("pruned_heads", "{}");
        folder.set("position_embedding_type", "\"absolute\"");
        folder.set("quantization_config", "null");
        folder.tensors().put("bert.embeddings.position_ids", new TinyFolder.Raw("I64", List.of(1, 6), new byte[48]));
        folder.put("cls.predictions.bias", new float[] {Float.NaN}, 1);
        assertThat(load(folder).warnings()).isEmpty();
    }

    private LoadedModel load(TinyFolder folder) throws IOException {
        return ModelFolder.load(folder.write(temporary));
    }
}
