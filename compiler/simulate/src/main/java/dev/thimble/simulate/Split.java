package dev.thimble.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Sentences shared out so that devices see different labels: of each label, devices get shares that a Dirichlet
 * distribution draws (Hsu, Qi and Brown 2019, arXiv 1909.06335).
 *
 * @param alpha the smaller, the more devices differ; above 0
 */
record Split(double alpha, SplittableRandom random) {
    /** What others are drawn with: what devices get does not depend on them. */
    private static final long OTHERS = 2;

    /** The examples of each device; every example is one device's. */
    List<List<Sentence>> over(List<Sentence> examples, int labels, int devices) {
        return alike(examples, List.of(), labels, devices).get(0);
    }

    /** The examples of each device, and then others in the same shares of labels: a device is asked what it hears. */
    List<List<List<Sentence>>> alike(List<Sentence> examples, List<Sentence> others, int labels, int devices) {
        SplittableRandom ofOthers = new SplittableRandom(OTHERS);
        List<List<Sentence>> parts = empty(devices);
        List<List<Sentence>> otherParts = empty(devices);
        for (int label = 0; label < labels; label++) {
            double[] ends = ends(devices);
            share(examples, label, ends, random, parts);
            share(others, label, ends, ofOthers, otherParts);
        }
        return List.of(parts, otherParts);
    }

    private static List<List<Sentence>> empty(int devices) {
        return Stream.<List<Sentence>>generate(ArrayList::new).limit(devices).toList();
    }

    private static void share(
            List<Sentence> examples, int label, double[] ends, SplittableRandom random, List<List<Sentence>> parts) {
        for (Sentence example : examples) {
            if (example.label() == label) {
                parts.get(device(ends, random.nextDouble())).add(example);
            }
        }
    }

    private static int device(double[] ends, double at) {
        int device = 0;
        while (device < ends.length - 1 && at >= ends[device]) {
            device++;
        }
        return device;
    }

    /** Where each share ends, from 0 to 1. */
    private double[] ends(int devices) {
        double[] ends = new double[devices];
        double sum = 0;
        for (int device = 0; device < devices; device++) {
            sum += gamma();
            ends[device] = sum;
        }
        for (int device = 0; device < devices; device++) {
            ends[device] /= sum;
        }
        return ends;
    }

    /** A draw of Gamma(alpha, 1): Marsaglia and Tsang 2000, with its section 6 for alpha below 1. */
    private double gamma() {
        double boost = alpha < 1 ? StrictMath.pow(1 - random.nextDouble(), 1 / alpha) : 1;
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = StrictMath.pow(1 + c * x, 3);
            double u = 1 - random.nextDouble();
            if (v > 0 && StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return boost * d * v;
            }
        }
    }

    /** A standard normal draw (Box and Muller 1958). */
    private double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
