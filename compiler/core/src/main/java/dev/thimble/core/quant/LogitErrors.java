package dev.thimble.core.quant;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.reference.IntegerExecutor;
import java.util.List;

/** How far the logits of other models are from those of one float model, which runs only once. */
public final class LogitErrors {
    private final List<int[]> inputs;
    private final List<float[]> expected;

    /** Runs the float model over sequences of token ids. */
    public LogitErrors(FloatExecutor executor, List<int[]> inputs) {
        this.inputs = List.copyOf(inputs);
        this.expected = inputs.stream().map(ids -> executor.logits(ids).clone()).toList();
    }

    /** How many sequences it is measured on. */
    public int sequences() {
        return inputs.size();
    }

    /** Signal to quantisation noise of an integer model's logits, in decibels; infinite when they are exact. */
    public double decibels(IntGraph graph) {
        IntegerExecutor executor = new IntegerExecutor(graph);
        Quantization quantization = graph.output().quantization();
        Decibels sum = new Decibels();
        for (int i = 0; i < inputs.size(); i++) {
            add(sum, expected.get(i), executor.logits(inputs.get(i)), quantization);
        }
        return sum.value();
    }

    /** Noise to signal of another float model's logits, which is 0 where they are the same. */
    public double noise(FloatExecutor other) {
        double power = 0;
        double off = 0;
        for (int i = 0; i < inputs.size(); i++) {
            float[] logits = other.logits(inputs.get(i));
            for (int label = 0; label < logits.length; label++) {
                double real = expected.get(i)[label];
                double distance = real - logits[label];
                power += real * real;
                off += distance * distance;
            }
        }
        return off == 0 ? 0 : off / power;
    }

    private static void add(Decibels sum, float[] real, int[] logits, Quantization quantization) {
        double power = 0;
        double off = 0;
        for (int label = 0; label < real.length; label++) {
            double distance = real[label] - quantization.real(logits[label]);
            power += (double) real[label] * real[label];
            off += distance * distance;
        }
        sum.add(power, off);
    }
}
