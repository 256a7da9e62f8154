package dev.thimble.testing;

import dev.thimble.core.ir.FloatTensor;
import java.util.Random;

/** Random constants with what real ones have: rows of zeros, outliers, tensors that hold nothing, tiny ones. */
public final class RandomTensors {
    private final Random random;
    private int count;

    /** Draws from a source of randomness. */
    public RandomTensors(Random random) {
        this.random = random;
    }

    private String name(String kind) {
        return kind + "." + count++;
    }

    /** A matrix whose rows keep the size of what they are multiplied with. */
    public FloatTensor weight(int rows, int columns) {
        float[] values = normal(rows * columns, 1 / Math.sqrt(columns));
        if (chance(0.2)) {
            int row = random.nextInt(rows);
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = 0;
            }
        }
        spoil(values);
        return FloatTensor.matrix(name("weight"), rows, columns, values);
    }

    /** A vector of mostly small values, of zeros, or seldom of large ones. */
    public FloatTensor bias(int size) {
        double deviation = chance(0.4) ? 0 : chance(0.1) ? 5 : 0.2;
        return FloatTensor.vector(name("bias"), normal(size, deviation));
    }

    FloatTensor gain(int size) {
        float[] values = normal(size, 0.3);
        for (int i = 0; i < size; i++) {
            values[i] += 1;
        }
        spoil(values);
        return FloatTensor.vector(name("gain"), values);
    }

    private void spoil(float[] values) {
        if (chance(0.2)) {
            values[random.nextInt(values.length)] *= 20;
        }
        double factor = chance(0.03) ? 0 : chance(0.03) ? 1e-4 : 1;
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
    }

    private float[] normal(int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
