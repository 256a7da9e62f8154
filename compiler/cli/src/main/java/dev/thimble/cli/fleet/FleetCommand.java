package dev.thimble.cli.fleet;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thimble fleet}: aggregates what devices in the field have learned. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EnrolCommand.class,
            BeginCommand.class,
            ServeCommand.class,
            SendCommand.class,
            JoinCommand.class,
            InspectRecordCommand.class,
            AggregateCommand.class,
            AbandonCommand.class,
            PublishCommand.class,
            SimulateCommand.class,
            DemoFleetCommand.class
        })
public final class FleetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "one of these is missing: " + commands);
    }
}
