package dev.thimble.cli.fleet;

import dev.thimble.core.diag.Shown;
import dev.thimble.fleet.round.FleetState;
import java.nio.file.Path;

/** The state that a command was called with. */
final class StateFolder {
    private StateFolder() {}

    /** Says so when another process is waited for. */
    static FleetState at(Path folder) {
        return FleetState.at(
                folder,
                () -> System.err.println(
                        "waiting for another process to finish with " + Shown.line(folder.toString())));
    }
}
