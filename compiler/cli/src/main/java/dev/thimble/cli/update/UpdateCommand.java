package dev.thimble.cli.update;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thimble update}: signs models for devices in the field. */
@Command(
        name = "update",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeygenCommand.class,
            PackCommand.class,
            InspectPackageCommand.class,
            VerifyPackageCommand.class,
            DiffCommand.class,
            DemoUpdateCommand.class
        })
public final class UpdateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "one of these is missing: " + commands);
    }
}
