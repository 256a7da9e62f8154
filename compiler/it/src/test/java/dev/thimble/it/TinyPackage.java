package dev.thimble.it;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.model.Task;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.tokenizer.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The C of one tiny model under any name and for any kernels; the model itself is compiled once. */
final class TinyPackage {
    private static final TinyModel MODEL = TinyModel.compiled("bert-f32-gelu");

    private TinyPackage() {}

    /** Contents by path below the package's folder. */
    static Map<String, byte[]> files(String name, KernelSet kernels) {
        return code(name, kernels, Constants.LINKED).files();
    }

    /** The C with constants of any form. */
    static CPackage code(String name, KernelSet kernels, Constants constants) {
        IntGraph graph = MODEL.compilation().integers();
        IntGraph named = new IntGraph(name, graph.maxTokens(), graph.nodes());
        Schedule schedule = Scheduler.schedule(named, Scheduler.DEFAULT_BLOCK, kernels);
        MemoryPlan plan = Planner.plan(schedule);
        Task task = MODEL.compilation().model().task();
        TokenizerTables tables = TokenizerTables.of(MODEL.compilation().model().tokenizer(), name);
        return switch (constants) {
            case LINKED -> CPackage.of(Checkout.INSTALLATION, schedule, plan, task, tables);
            case LOADED ->
                CPackage.loaded(Checkout.INSTALLATION, schedule, plan, task, tables, SelfTest.of(named, inputs()));
        };
    }

    /** The same in a folder. */
    static CompiledPackage write(Path folder, String name, KernelSet kernels) throws IOException {
        return write(folder, name, files(name, kernels));
    }

    /** Such files in a folder. */
    static CompiledPackage write(Path folder, String name, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return new CompiledPackage(folder, name);
    }

    /** The tokenizer of the model. */
    static TokenizerSpec tokenizer() {
        return MODEL.compilation().model().tokenizer();
    }

    /** Inputs that the model knows. */
    static List<List<Integer>> inputs() {
        return MODEL.examples().stream().map(example -> example.ids()).toList();
    }

    /** What the reference computes of them. */
    static List<List<Integer>> logits() {
        IntegerExecutor reference = new IntegerExecutor(MODEL.compilation().integers());
        return inputs().stream()
                .map(ids -> reference.logits(
                        ids.stream().mapToInt(Integer::intValue).toArray()))
                .map(logits -> IntStream.of(logits).boxed().toList())
                .toList();
    }
}
