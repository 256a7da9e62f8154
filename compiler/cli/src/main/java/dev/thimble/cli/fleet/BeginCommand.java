package dev.thimble.cli.fleet;

import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.update.wire.InputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thimble fleet begin}: opens a round. */
@Command(name = "begin", mixinStandardHelpOptions = true, sortOptions = false, description = "Opens a round.")
public final class BeginCommand implements Callable<Integer> {
    private static final int MOST_BYTES = 1 << 20;

    @CommandLine.Parameters(paramLabel = "STATE", description = "the folder of the fleet; made where there is none")
    private Path folder;

    @Option(names = "--task", paramLabel = "TASK.json", required = true, description = "what devices are asked for")
    private Path task;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "what the first round begins with: 32-bit integers, little-endian")
    private Optional<Path> parameters = Optional.empty();

    @Override
    public Integer call() {
        Task asked = TaskText.parse(new String(InputFile.read(task, MOST_BYTES), StandardCharsets.UTF_8));
        Optional<Parameters> first = parameters.map(file -> Parameters.read(InputFile.read(file, InputFile.MOST)));
        StateFolder.at(folder).begin(asked, first);
        System.out.println("round " + asked.round() + " is open");
        return 0;
    }
}
