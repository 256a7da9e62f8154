package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.cli.run.RenumberedTarget;
import dev.thimble.cli.run.Replies;
import dev.thimble.cli.run.Reply;
import dev.thimble.cli.run.Target;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.run.TargetWord;
import dev.thimble.cli.run.Targets;
import dev.thimble.cli.shell.Home;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble run}: classifies inputs on a target, in order, with one start of the target. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false)
public final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT", description = "a compiled package")
    private Path out;

    @Option(
            names = "--target",
            paramLabel = "T",
            defaultValue = "host",
            converter = TargetWord.class,
            description = "host, emulator (or qemu), reference or float")
    private TargetKind target;

    @ArgGroup(multiplicity = "1")
    private Input input;

    private static final class Input {
        @Option(names = "--text", paramLabel = "S", description = "one sentence")
        private Optional<String> text = Optional.empty();

        @Option(names = "--input", paramLabel = "FILE", description = "a .jsonl or .tsv file")
        private Optional<Path> file = Optional.empty();
    }

    @Mixin
    private ModelFlag model;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Override
    public Integer call() {
        OutFolder folder = OutFolder.open(out);
        List<Example> examples = input.text
                .map(text -> List.of(Example.ofText(text)))
                .orElseGet(() -> DataFile.read(input.file.orElseThrow()));
        OutModel chosen = model.of(folder);
        Targets targets = new Targets(Home.installation(), chosen);
        Replies replies = new Replies(chosen.labels(), targets.board().speed());
        boolean all = true;
        try (Target started = RenumberedTarget.of(chosen.kept(), target, targets.timed(target))) {
            for (Example example : examples) {
                all &= answer(example, started, replies);
            }
        }
        return all ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
    }

    /** Answers one input; a text for which a board has no memory is told, and the others are answered all the same. */
    private boolean answer(Example example, Target started, Replies replies) {
        Optional<Reply> reply = Replies.unlessTooLong(started, example);
        reply.map(given -> json ? replies.json(example, given) : replies.text(example, given))
                .ifPresent(System.out::println);
        return reply.isPresent();
    }
}
