package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.InputFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet inspect}: what a record says, whoever sent it, and whether the open round would count it. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows what a record says, and whether the open round would count it.")
public final class InspectRecordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORD", description = "a file that a device sent")
    private Path file;

    @Option(names = "--state", paramLabel = "STATE", description = "the fleet whose open round is asked")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        byte[] bytes = InputFile.read(file, InputFile.MOST);
        RecordText text = new RecordText(parsed(bytes), bytes.length);
        Optional<Reason> refusal = folder.flatMap(state -> refusal(state, bytes));
        System.out.print(json ? document(text, refusal) + "\n" : text.lines());
        refusal.ifPresent(reason -> System.err.println(diagnostic(reason).line()));
        if (!json) {
            System.out.println(
                    folder.isEmpty()
                            ? "whether its code is right is not checked: --state names the fleet"
                            : refusal.isEmpty()
                                    ? "the open round would count it"
                                    : "the open round would not count it");
        }
        return refusal.isEmpty() ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
    }

    private UpdateRecord parsed(byte... bytes) {
        try {
            return UpdateRecord.parse(bytes);
        } catch (Refused e) {
            throw new ThimbleException(diagnostic(e.reason()), e);
        }
    }

    private static Optional<Reason> refusal(Path state, byte... bytes) {
        try {
            StateFolder.at(state).gate().admit(bytes);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.reason());
        }
    }

    private Diagnostic diagnostic(Reason reason) {
        return FleetProblem.REFUSED.at(file.toString(), reason.code(), reason.name(), reason.clause());
    }

    private ObjectNode document(RecordText text, Optional<Reason> refusal) {
        ObjectNode document = text.document();
        folder.ifPresent(state -> document.put("accepted", refusal.isEmpty()));
        refusal.ifPresent(reason -> document.putObject("reason")
                .put("code", reason.code())
                .put("name", reason.name())
                .put("sentence", reason.sentence()));
        return document;
    }
}
