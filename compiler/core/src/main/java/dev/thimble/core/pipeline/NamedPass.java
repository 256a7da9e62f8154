package dev.thimble.core.pipeline;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.Pass;
import dev.thimble.core.quant.Calibration;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A rewriting that keeps what a model computes, and what it works on. A fault inside one is reported under its name. */
public sealed interface NamedPass {

    /** How the command line and diagnostics call it: words in lower case, joined by hyphens. */
    String name();

    /** What it is for, as a clause. */
    String purpose();

    /** Calls the case of this kind. */
    <R> R accept(Cases<R> cases);

    /** One case a kind. */
    interface Cases<R> {
        /** Needs the float graph alone. */
        R floats(OfFloats pass);

        /** Needs the float graph and the ranges of its values. */
        R calibrated(OfCalibrated pass);

        /** Needs the integer graph. */
        R integers(OfIntegers pass);
    }

    /** Rewrites the float graph. */
    record OfFloats(String name, String purpose, Pass pass) implements NamedPass {
        /** The rewritten graph. */
        public Graph run(Graph graph) {
            return NamedPass.inside(name, () -> pass.run(graph));
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.floats(this);
        }
    }

    /** Rewrites the float graph by the ranges of its values. */
    record OfCalibrated(String name, String purpose, BiFunction<Graph, Calibration, Graph> pass) implements NamedPass {
        /** The rewritten graph; calibration must have seen this very graph. */
        public Graph run(Graph graph, Calibration calibration) {
            return NamedPass.inside(name, () -> pass.apply(graph, calibration));
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.calibrated(this);
        }
    }

    /** Rewrites the integer graph; every integer stays what it was. */
    record OfIntegers(String name, String purpose, UnaryOperator<IntGraph> pass) implements NamedPass {
        /** The rewritten graph. */
        public IntGraph run(IntGraph graph) {
            return NamedPass.inside(name, () -> pass.apply(graph));
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.integers(this);
        }
    }

    private static <T> T inside(String name, Supplier<T> pass) {
        try {
            return pass.get();
        } catch (ThimbleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ThimbleException(InputProblem.INTERNAL.at("", "in the pass " + name + ", " + e), e);
        }
    }
}
