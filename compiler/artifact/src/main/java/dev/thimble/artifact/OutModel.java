package dev.thimble.artifact;

import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.verify.compare.PackageGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A model of a package that was compiled earlier.
 *
 * @param out the package
 * @param manifest what its compilation decided of the model
 */
public record OutModel(OutFolder out, ModelManifest manifest) {

    /** The folder of a model's graphs, vectors and verifier below that of the package's jar; none for a model alone. */
    static String folder(boolean several, String model) {
        return several ? model : "";
    }

    /** Where its graphs, its vectors and its verifier are. */
    public Path verifyFolder() {
        return out.verifyFolder().resolve(folder(out.manifest().several(), name()));
    }

    void requireComplete() {
        if (!Files.isRegularFile(verifyFolder().resolve(PackageGraph.INTEGER + ".txt"))) {
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at("", out.folder()));
        }
    }

    /** Its name. */
    public String name() {
        return manifest.name();
    }

    /** What it is for. */
    public Task task() {
        String task = manifest.source().task();
        return Task.named(task, labels())
                .orElseThrow(() -> new ThimbleException(
                        InputProblem.NOT_A_PACKAGE.at(OutFolder.MANIFEST + ": the task " + task, out.folder())));
    }

    /** The labels in the order of the logits. */
    public List<String> labels() {
        return manifest.source().labels();
    }

    /** The loops of the C. */
    public Schedule loops(KernelSet kernels) {
        ModelManifest.Optimization optimization = manifest.optimization();
        int rows = optimization.candidates().get(optimization.chosen()).rows();
        return Scheduler.schedule(integers(), rows, kernels).widening(Set.copyOf(optimization.widened()));
    }

    /** What the C computes. */
    public IntGraph integers() {
        return PackageGraph.integer(verifyFolder());
    }

    /** What the model computed before it was quantised. */
    public Graph real() {
        return PackageGraph.real(verifyFolder());
    }

    /** How text becomes ids. */
    public TokenizerSpec tokenizerSpec() {
        return TokenizerReader.written(verifyFolder().resolve("tokenizer"));
    }

    /** Its tokenizer. */
    public Tokenizer tokenizer() {
        return new Tokenizer(tokenizerSpec());
    }
}
