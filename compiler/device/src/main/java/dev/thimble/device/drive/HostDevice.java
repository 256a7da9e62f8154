package dev.thimble.device.drive;

import java.nio.file.Path;
import java.util.List;

/** The model as a program on this machine. */
public final class HostDevice {
    private HostDevice() {}

    /** Starts the executable of a host build of a package with a model of this name. */
    public static FleetDevice start(Path executable, String name) {
        return ProcessDevice.start("the host program", name, List.of(executable.toString()));
    }
}
