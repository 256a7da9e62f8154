package dev.thimble.pipeline;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.QuantProblem;
import dev.thimble.core.exec.Logits;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.quant.LogitErrors;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.Model;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.EvenSample;
import java.util.List;

/**
 * How far a model whose scales come from random ids is from its float model, on text that took no part in choosing
 * them: sentences of the shipped example, in whatever ids the model's tokenizer makes of them.
 */
final class Uncalibrated {
    private static final int SAMPLE = 64;

    private Uncalibrated() {}

    /**
     * The warning with what was measured.
     *
     * @param installation where the sentences are
     * @param graph the float graph that was quantised
     */
    static Diagnostic warning(Installation installation, Model model, Graph graph, IntGraph integers) {
        List<int[]> sentences = EvenSample.over(DataFile.read(installation.sentences()), SAMPLE).stream()
                .map(example -> ids(model, example.text().orElseThrow()))
                .toList();
        OrderedExecutor executor = new OrderedExecutor(graph);
        return QuantProblem.NO_CALIBRATION.warningAt(
                "--calibration",
                sentences.size(),
                100.0 * agreeing(executor, integers, sentences) / sentences.size(),
                new LogitErrors(executor, sentences).decibels(integers));
    }

    private static int[] ids(Model model, String text) {
        return new Tokenizer(model.tokenizer())
                .encode(text, model.graph().maxTokens()).ids().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private static long agreeing(OrderedExecutor executor, IntGraph graph, List<int[]> sentences) {
        IntegerExecutor integers = new IntegerExecutor(graph);
        return sentences.stream()
                .filter(ids -> Logits.label(executor.logits(ids)) == Logits.label(integers.logits(ids)))
                .count();
    }
}
