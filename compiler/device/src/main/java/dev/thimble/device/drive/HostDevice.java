package dev.thimble.device.drive;

import java.nio.file.Path;
import java.util.List;

/** The model as a program on this machine. */
public final class HostDevice {
    private HostDevice() {}

    /** Starts the executable of a host build of a package with a model of this name. */
    public static FleetDevice start(Path executable, String name) {
        return start(name, List.of(executable.toString()));
    }

    /**
     * The same with another image than the one that is linked.
     *
     * @param image of the program, as a device of a package with a trainer would have installed it
     */
    public static FleetDevice start(Path executable, String name, Path image) {
        return start(name, List.of(executable.toString(), image.toString()));
    }

    private static FleetDevice start(String name, List<String> command) {
        return ProcessDevice.start("the host program", name, command);
    }
}
