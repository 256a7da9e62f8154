package dev.thimble.cli.fleet;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet abandon}: gives the open round up. */
@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        description = "Gives the open round up: it ends with the parameters that it began with.")
public final class AbandonCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STATE", description = "the folder of the fleet")
    private Path folder;

    @Override
    public Integer call() {
        System.out.println("round " + StateFolder.at(folder).abandon().round() + " is given up");
        return 0;
    }
}
