package dev.thimble.cli.fleet;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.Rates;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a round asks of devices, option by option. */
final class TaskFlags {
    private static final Pattern SPARSE = Pattern.compile("sparse:([0-9]{1,7})");

    @Option(
            names = "--clip",
            paramLabel = "C",
            description = "the largest norm of a change, in units of 2^-24; " + TaskDefaults.CLIP + " by default")
    private Optional<Integer> clip = Optional.empty();

    @Option(
            names = "--shift",
            paramLabel = "S",
            description = "a value of a record stands for 2^S; " + TaskDefaults.SHIFT + " by default")
    private Optional<Integer> shift = Optional.empty();

    @Option(names = "--form", paramLabel = "F", description = "dense (the default), sparse:K or masked")
    private Optional<String> form = Optional.empty();

    @Option(
            names = "--noise",
            paramLabel = "S",
            description = "devices add noise of this standard deviation to each value, in steps: 64, or 0.5")
    private Optional<BigDecimal> noise = Optional.empty();

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "the most that a device counts; " + TaskDefaults.EXAMPLES + " by default")
    private Optional<Integer> examples = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "of a device in a round; " + TaskDefaults.EPOCHS + " by default")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--rate", paramLabel = "R", description = "learning rate; " + TaskDefaults.RATE + " by default")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--momentum", paramLabel = "M", description = TaskDefaults.MOMENTUM + " by default")
    private Optional<Double> momentum = Optional.empty();

    /** Whether anything is said. */
    boolean areGiven() {
        return Stream.of(clip, shift, form, noise, examples, epochs, rate, momentum)
                .anyMatch(Optional::isPresent);
    }

    /** A task with what is said of it. */
    Task of(Task task) {
        return new Task(
                task.base(),
                task.part(),
                task.parameters(),
                task.round(),
                shift.orElse(task.shift()),
                clip.orElse(task.clip()),
                form.map(TaskFlags::form).orElse(task.form()),
                examples.orElse(task.examples()),
                noise.map(TaskFlags::noise).or(task::noise),
                training(task.training()));
    }

    private Task.Training training(Task.Training otherwise) {
        Rates rates = Rates.of(
                share("--rate", rate.orElse(TaskDefaults.RATE)),
                share("--momentum", momentum.orElse(TaskDefaults.MOMENTUM)),
                0);
        return new Task.Training(
                rates.rate(),
                rates.momentum(),
                otherwise.decay(),
                otherwise.replayed(),
                epochs.orElse(otherwise.epochs()));
    }

    private static double share(String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ThimbleException(InputProblem.USAGE.at(option, "it is from 0 to less than 1"));
        }
        return value;
    }

    private static Noise noise(BigDecimal sigma) {
        BigDecimal shortest = sigma.stripTrailingZeros();
        int digits = Math.max(0, shortest.scale());
        try {
            return new Noise(
                    shortest.movePointRight(digits).intValueExact(),
                    BigDecimal.ONE.movePointRight(digits).intValueExact());
        } catch (ArithmeticException e) {
            throw new ThimbleException(InputProblem.USAGE.at("--noise", "it is from 0.001 to 4096"), e);
        }
    }

    private static Form form(String word) {
        Matcher sparse = SPARSE.matcher(word);
        if (sparse.matches()) {
            return new Form.Sparse(Integer.parseInt(sparse.group(1)));
        }
        return switch (word) {
            case "dense" -> new Form.Dense();
            case "masked" -> new Form.Masked();
            default -> throw new ThimbleException(InputProblem.USAGE.at("--form", "write dense, sparse:K or masked"));
        };
    }
}
