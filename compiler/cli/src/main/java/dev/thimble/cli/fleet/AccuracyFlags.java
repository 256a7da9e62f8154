package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.cli.run.ReferenceTarget;
import dev.thimble.cli.run.RenumberedTarget;
import dev.thimble.cli.run.Target;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a new image must answer right before it is published. */
final class AccuracyFlags {
    @Option(
            names = "--data",
            paramLabel = "F.tsv",
            description = "label<TAB>text that no device sees: an image that is worse on them is not published")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--least-accuracy",
            paramLabel = "P",
            description =
                    "of the new image, 0.9 for instance; then it may be worse than before, unless --tolerance is given")
    private Optional<BigDecimal> least = Optional.empty();

    @Option(
            names = "--tolerance",
            paramLabel = "P",
            description = "how much worse than the image that devices have it may be: 0 by default, 0.01 for instance")
    private Optional<BigDecimal> tolerance = Optional.empty();

    /** What the reference makes of the examples, where there are some. */
    Optional<Judgement> judgement(FleetModel has, TrainedModel made) {
        List.of(least, tolerance).forEach(share -> share.ifPresent(this::requireShare));
        return data.map(DataFile::read).map(lines -> {
            new TerminalProgress()
                    .stage("asking the new image and the one that devices have " + lines.size() + " texts");
            Accuracy before = accuracy(has.out(), has.trained(), lines);
            Accuracy after = accuracy(has.out(), made, lines);
            return new Judgement(before, after, missed(before, after));
        });
    }

    private void requireShare(BigDecimal share) {
        if (data.isEmpty()) {
            throw new ThimbleException(
                    InputProblem.USAGE.at("--data", "it is missing: an accuracy is that on examples"));
        }
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new ThimbleException(InputProblem.USAGE.at("", "an accuracy is from 0 to 1"));
        }
    }

    private static Accuracy accuracy(OutModel out, TrainedModel model, List<Example> lines) {
        Target device = RenumberedTarget.of(
                out.kept(), TargetKind.REFERENCE, new ReferenceTarget(model.computed(), out.real(), out.tokenizer()));
        List<String> labels = out.labels();
        long right = lines.parallelStream()
                .filter(line -> device.answer(line).label() == label(line, labels))
                .count();
        return new Accuracy(right, lines.size());
    }

    private static int label(Example line, List<String> labels) {
        int label = line.label().map(labels::indexOf).orElse(line.index().orElse(-1));
        if (label < 0 || label >= labels.size()) {
            throw new ThimbleException(FleetProblem.LABEL_UNKNOWN.at("--data, line " + line.line()));
        }
        return label;
    }

    /** What is asked for in vain. */
    private Optional<String> missed(Accuracy before, Accuracy after) {
        BigDecimal examples = BigDecimal.valueOf(after.examples());
        BigDecimal right = BigDecimal.valueOf(after.right());
        Optional<String> tooFew = least.filter(share -> right.compareTo(share.multiply(examples)) < 0)
                .map(share -> "at least " + percent(share) + " are asked for");
        BigDecimal worse = BigDecimal.valueOf(before.right()).subtract(right);
        return tooFew.or(() -> compared()
                .filter(share -> worse.compareTo(share.multiply(examples)) > 0)
                .map(AccuracyFlags::atMostWorse));
    }

    private Optional<BigDecimal> compared() {
        return tolerance.isPresent() || least.isPresent() ? tolerance : Optional.of(BigDecimal.ZERO);
    }

    private static String atMostWorse(BigDecimal share) {
        return share.signum() == 0 ? "no worse is asked for" : "at most " + percent(share) + " worse are asked for";
    }

    private static String percent(BigDecimal share) {
        return share.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }
}
