package dev.thimble.device.drive;

import java.util.List;

/** The model as a program that speaks the line protocol on its standard input and output. */
public final class ProcessDevice {
    private ProcessDevice() {}

    /**
     * Starts the program.
     *
     * @param who what diagnostics call it
     * @param name of the model, which the program must have
     * @param command the program and its arguments
     */
    public static FleetDevice start(String who, String name, List<String> command) {
        return start(who, name, command, Patience.usual());
    }

    static FleetDevice start(String who, String name, List<String> command, Patience patience) {
        return LineProtocol.over(ProcessConnection.start(who, command), who, name, patience);
    }
}
