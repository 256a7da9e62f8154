package dev.thimble.core.reference;

import dev.thimble.core.integer.Exponential;
import dev.thimble.core.integer.FixedPoint;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Quantization;
import java.util.stream.IntStream;

/** softmax(q · kᵀ) · v on integers; docs/numerics.md, section 7. */
record AttentionKernel(IntOp.Attention op, IntMatrix q, IntMatrix k, IntMatrix v, Quantization result) {

    IntMatrix run(IntMatrix out) {
        for (int row = 0; row < out.rows(); row++) {
            for (int head = 0; head < op.heads(); head++) {
                weightedSum(row, head, out);
            }
        }
        return out;
    }

    private int headWidth() {
        return q.width() / op.heads();
    }

    private void weightedSum(int row, int head, IntMatrix out) {
        int[] weights = weights(scores(row, head * headWidth()));
        int multiplier = (int) (op.numerator() / IntStream.of(weights).sum());
        for (int column = head * headWidth(); column < (head + 1) * headWidth(); column++) {
            int sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * v.at(j, column);
            }
            int scaled = FixedPoint.mulHigh(sum << op.shift(), multiplier) + result.zeroPoint();
            out.set(row, column, result.precision().saturate(scaled));
        }
    }

    private int[] scores(int row, int from) {
        int[] scores = new int[k.rows()];
        for (int j = 0; j < scores.length; j++) {
            for (int column = from; column < from + headWidth(); column++) {
                scores[j] += q.at(row, column) * k.at(j, column);
            }
        }
        return scores;
    }

    private int[] weights(int[] scores) {
        int largest = IntStream.of(scores).max().orElseThrow();
        return IntStream.of(scores)
                .map(score -> Exponential.weight(op.exponent().apply(largest - score, 0)))
                .toArray();
    }
}
