package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.SharedPart;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.round.Publications;
import dev.thimble.update.wire.InputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thimble fleet begin}: opens a round. */
@Command(
        name = "begin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Opens a round, of the image that was published last, or of a task that says all.")
public final class BeginCommand implements Callable<Integer> {
    private static final int MOST_BYTES = 1 << 20;

    @CommandLine.Parameters(paramLabel = "STATE", description = "the folder of the fleet; made where there is none")
    private Path folder;

    @Mixin
    private ModelFlags model;

    @Mixin
    private TaskFlags flags;

    @Option(
            names = "--task",
            paramLabel = "TASK.json",
            description = "what devices are asked for; with --package only what it says otherwise than by default")
    private Optional<Path> task = Optional.empty();

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "without --package: what the first round begins with, 32-bit integers, little-endian")
    private Optional<Path> parameters = Optional.empty();

    @Option(
            names = "--personal",
            paramLabel = "PART",
            description =
                    "with --package: head: stays on each device, and only the rest is exchanged (docs/training.md)")
    private Optional<String> personal = Optional.empty();

    @Override
    public Integer call() {
        FleetState state = StateFolder.at(folder);
        require(
                task.isEmpty() || !flags.areGiven(),
                "--task",
                "it says all that options could: give the one or the others");
        model.model().ifPresentOrElse(out -> begin(state, out), () -> begin(state));
        return 0;
    }

    /** A round of the image that devices have. */
    private void begin(FleetState state, OutModel out) {
        require(parameters.isEmpty(), "--parameters", "they are those of the package");
        Publications publications = new Publications(state);
        FleetModel has = FleetModel.in(publications.next(), out, publications);
        publications.base().ifPresent(has::require);
        SharedPart shared = has.shared(personal.map(
                        word -> PersonalPart.named(word, has.trained().form().part()))
                .orElse(PersonalPart.NOTHING));
        Task usual = has.task(shared, publications.next());
        Task asked = text().map(text -> TaskText.parse(text, usual)).orElseGet(() -> flags.of(usual));
        has.requireTrainable(asked.training());
        state.begin(asked, has.parameters(shared));
        print(asked);
        System.out.println("base        " + asked.base());
        System.out.printf(
                Locale.ROOT,
                "parameters  %,d of %s%s%n",
                asked.parameters(),
                shared.form().part().word(),
                shared.personal().isEmpty() ? "" : "; the head is each device's own");
    }

    /** A round of whatever a task says. */
    private void begin(FleetState state) {
        require(!flags.areGiven() && personal.isEmpty(), "--package", "it is missing");
        String text = text().orElseThrow(() -> new ThimbleException(
                InputProblem.USAGE.at("", "give the model, --package OUT, or a whole task, --task")));
        Task asked = TaskText.parse(text);
        state.begin(asked, parameters.map(file -> Parameters.read(InputFile.read(file, InputFile.MOST))));
        print(asked);
    }

    private Optional<String> text() {
        return task.map(file -> new String(InputFile.read(file, MOST_BYTES), StandardCharsets.UTF_8));
    }

    private static void print(Task asked) {
        System.out.println("round " + asked.round() + " is open");
    }

    private static void require(boolean holds, String option, String otherwise) {
        if (!holds) {
            throw new ThimbleException(InputProblem.USAGE.at(option, otherwise));
        }
    }
}
