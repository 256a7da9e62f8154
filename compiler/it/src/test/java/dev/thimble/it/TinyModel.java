package dev.thimble.it;

import dev.thimble.core.plan.PlanText;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.DataForm;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A compiled fixture, and what goldens show of it: every digit, for every machine computes the same ones.
 *
 * @param name the fixture's folder
 * @param compilation its compilation
 */
record TinyModel(String name, Compilation compilation) {
    /** Compiles a fixture, calibrated on its own golden inputs. */
    static TinyModel compiled(String name) {
        return compiled(name, settings(name).build());
    }

    /** The same with a trainer of a part. */
    static TinyModel trainable(String name, String part) {
        CompileSettings settings = settings(name)
                .data(DataForm.loaded())
                .training(Optional.of(new Training(TrainablePart.named(part), 8, Optional.empty())))
                .build();
        return compiled(name, settings);
    }

    private static CompileSettings.Builder settings(String name) {
        Path folder = Checkout.fixture(name);
        return CompileSettings.of(folder)
                .name(Optional.of("tiny"))
                .calibration(Optional.of(folder.resolve("golden.jsonl")));
    }

    private static TinyModel compiled(String name, CompileSettings settings) {
        return new TinyModel(name, new Compiler(Checkout.INSTALLATION, Progress.silent()).compile(settings));
    }

    /** Inputs, with the logits that PyTorch computed. */
    List<Example> examples() {
        return DataFile.read(Checkout.fixture(name).resolve("golden.jsonl"));
    }

    /** A generated file; {@code path} below the package's folder. */
    String file(String path) {
        return new String(compilation.code().files().get(path), StandardCharsets.UTF_8);
    }

    /** The float graph. */
    String graph() {
        return GraphText.print(compilation.prepared()).text();
    }

    /** The integer graph. */
    String integers() {
        return IntGraphText.print(compilation.integers()).text();
    }

    /** The memory plan: every buffer, and the bounds. */
    String plan() {
        return PlanText.print(compilation.plan());
    }
}
