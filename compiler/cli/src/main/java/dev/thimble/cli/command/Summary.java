package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.PackageMemory;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.pipeline.fit.Budget;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The few lines that tell a user what a package needs. */
final class Summary {
    private Summary() {}

    static String of(OutFolder out) {
        PackageMemory memory = out.memory();
        String code = memory.code() == 0 ? "known after the build" : Budget.bytes(memory.code());
        String stack = memory.stack() == 0 ? "known after the build" : Budget.bytes(memory.stack());
        return String.join(
                "\n",
                "flash   " + Budget.bytes(memory.flash()) + " (weights " + Budget.bytes(memory.weights()) + ", tables "
                        + Budget.bytes(memory.tables()) + ", tokenizer " + Budget.bytes(memory.tokenizer()) + ", code "
                        + code + ")",
                "RAM     " + Budget.bytes(memory.ram()) + " (arena " + Budget.bytes(memory.arena()) + ", lower bound "
                        + Budget.bytes(memory.lowerBound()) + "; stack " + stack + "; context "
                        + Budget.bytes(memory.context()) + trainer(memory) + ")",
                "budget  " + share(memory) + givenUp(out));
    }

    /** What was given up to need no more than that. */
    private static String givenUp(OutFolder out) {
        return entries(out) + channels(out) + bits(out);
    }

    /** What went of channels and heads. */
    private static String channels(OutFolder out) {
        return out.models().stream()
                .map(model -> removed(model.manifest().removed())
                        + pruned(model.manifest().pruning()))
                .collect(Collectors.joining());
    }

    private static String removed(List<ModelManifest.Removed> removed) {
        return removed.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%ndead    %s: %s of weights on which no result depends are gone",
                        removed.stream().map(Summary::fewer).collect(Collectors.joining(", ")),
                        Budget.bytes(removed.stream()
                                .mapToLong(ModelManifest.Removed::bytes)
                                .sum()));
    }

    private static String fewer(ModelManifest.Removed removed) {
        return String.format(
                Locale.ROOT, "%d of %d %ss of %s", removed.after(), removed.before(), removed.unit(), removed.name());
    }

    private static String pruned(List<ModelManifest.Pruning> pruning) {
        return pruning.stream()
                .map(pruned -> String.format(
                        Locale.ROOT,
                        "%npruned  %.1f %% of feed-forward parts and heads, %s less: the logits are those of the model as"
                                + " trained but for %.1f dB",
                        pruned.percent(),
                        Budget.bytes(pruned.bytes()),
                        pruned.decibels()))
                .collect(Collectors.joining());
    }

    private static String entries(OutFolder out) {
        return out.models().stream()
                .flatMap(model -> model.manifest().vocabulary().stream())
                .map(vocabulary -> String.format(
                        Locale.ROOT,
                        "%nentries %,d of %,d stay, which saves %s; texts with other pieces: %s; newly unknown pieces: %.2f %%",
                        vocabulary.kept(),
                        vocabulary.entries(),
                        Budget.bytes(vocabulary.saved()),
                        vocabulary.sentences().stream()
                                .map(Summary::otherPieces)
                                .collect(Collectors.joining(", ")),
                        100
                                * vocabulary.sentences().stream()
                                        .mapToDouble(ModelManifest.Sentences::newUnknownShare)
                                        .max()
                                        .orElse(0)))
                .collect(Collectors.joining());
    }

    private static String otherPieces(ModelManifest.Sentences sentences) {
        return String.format(Locale.ROOT, "%.1f %% of %s", 100 * sentences.changedShare(), sentences.of());
    }

    private static String bits(OutFolder out) {
        return out.models().stream()
                .map(model -> model.manifest().quantization())
                .map(quantization -> tokens(quantization) + matrices(quantization))
                .collect(Collectors.joining());
    }

    private static String tokens(ModelManifest.Quantization quantization) {
        return quantization.tokens().stream()
                .map(tokens -> String.format(
                        Locale.ROOT,
                        "%nbits    %s of token embeddings in the mean, %s less than with 8: the logits have %.1f dB, not %.1f",
                        tokens.bits().toPlainString(),
                        Budget.bytes(tokens.saved()),
                        tokens.decibels(),
                        tokens.decibelsWith8()))
                .collect(Collectors.joining());
    }

    private static String matrices(ModelManifest.Quantization quantization) {
        return quantization.matrices().stream()
                .map(matrices -> String.format(
                        Locale.ROOT,
                        "%nbits    4 for %d of %d matrices, %s less than with 8: the logits have %.1f dB, not %.1f",
                        matrices.each().stream()
                                .filter(matrix -> matrix.bits() == NarrowWeights.BITS)
                                .count(),
                        matrices.each().size(),
                        Budget.bytes(matrices.saved()),
                        matrices.decibels(),
                        matrices.decibelsWith8()))
                .collect(Collectors.joining());
    }

    private static String trainer(PackageMemory memory) {
        return memory.trainer() == 0 ? "" : "; trainer " + Budget.bytes(memory.trainer());
    }

    /** How much of the budget is used. */
    private static String share(PackageMemory memory) {
        return String.format(
                Locale.ROOT,
                "%s of %s used: %.1f %%",
                Budget.bytes(memory.total()),
                Budget.bytes(memory.budget()),
                100.0 * memory.total() / memory.budget());
    }
}
