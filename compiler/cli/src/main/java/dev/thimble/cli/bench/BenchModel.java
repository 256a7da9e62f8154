package dev.thimble.cli.bench;

import dev.thimble.artifact.OutModel;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.cli.run.SeededIds;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.candidate.Candidates;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.candidate.ThriftyCandidates;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.model.Task;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.TargetCore;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Compilation;
import dev.thimble.tokenizer.TokenizerSpec;
import java.util.List;
import java.util.function.Function;

/**
 * A quantised model to be measured; its C is written anew for each board.
 *
 * @param title what tables call it
 * @param integers what is computed
 * @param loops its schedule for a board
 * @param task what the model is for
 * @param tokenizer how text becomes ids
 * @param constants how the C finds them
 */
public record BenchModel(
        String title,
        IntGraph integers,
        Function<TargetCore, Schedule> loops,
        Task task,
        TokenizerSpec tokenizer,
        Constants constants) {
    /**
     * The model of a compiled package: with the kernels that it was compiled for its loops are those of its C, with
     * others they take as many rows as a plain compilation does.
     */
    public static BenchModel of(OutModel out, Boards boards) {
        TokenizerSpec tokenizer = out.tokenizerSpec();
        KernelSet compiledFor = boards.named(out.out().board()).kernels();
        IntGraph integers = out.integers();
        return new BenchModel(
                out.name(),
                integers,
                target -> target.kernels() == compiledFor ? out.loops(compiledFor) : plain(integers, tokenizer, target),
                out.task(),
                tokenizer,
                out.constants());
    }

    /** The model of a compilation, in the blocks that a plain one takes with each board's kernels. */
    public static BenchModel of(Compilation compilation) {
        return new BenchModel(
                compilation.integers().name(),
                compilation.integers(),
                target -> plain(compilation.integers(), compilation.model().tokenizer(), target),
                compilation.model().task(),
                compilation.model().tokenizer(),
                compilation.code().form());
    }

    /** The same under another title. */
    BenchModel titled(String other) {
        return new BenchModel(other, integers, loops, task, tokenizer, constants);
    }

    /** The same as {@code --optimize speed} compiles it. */
    public BenchModel forSpeed() {
        return new BenchModel(
                title + ", for speed",
                integers,
                target ->
                        Goal.SPEED.pick(candidates(integers, tokenizer, target)).schedule(),
                task,
                tokenizer,
                constants);
    }

    /** The loops of a compilation without a goal, where memory is not short. */
    static Schedule plain(IntGraph integers, TokenizerSpec tokenizer, TargetCore target) {
        return ThriftyCandidates.of(candidates(integers, tokenizer, target), target.kernels())
                .get(0)
                .schedule();
    }

    private static List<Candidate> candidates(IntGraph integers, TokenizerSpec tokenizer, TargetCore target) {
        long leastArena = CPackage.leastArena(TokenizerTables.of(tokenizer, integers.name()));
        return Candidates.of(integers, target, leastArena);
    }

    /** The C for a board. */
    public CPackage code(Installation installation, TargetCore target) {
        Schedule schedule = loops.apply(target);
        MemoryPlan plan = Planner.plan(schedule);
        TokenizerTables tables = TokenizerTables.of(tokenizer, integers.name());
        return switch (constants) {
            case LINKED -> CPackage.of(installation, schedule, plan, task, tables);
            case LOADED -> CPackage.loaded(installation, schedule, plan, task, tables, new SelfTest(List.of()));
        };
    }

    /**
     * A sequence of exactly that many ids, the same every time: the special ids of the tokenizer at its ends, seeded ones
     * between them.
     */
    List<Integer> ids(int tokens) {
        return SeededIds.ids(tokenizer, integers.vocabulary(), tokens);
    }
}
