package dev.thimble.verify.drive;

import java.nio.file.Path;
import java.util.List;

/** The model as a program on this machine. */
public final class HostDevice {
    private HostDevice() {}

    /** Starts the executable of a host build. */
    public static Device start(Path executable) {
        return LineProtocol.start("the host program", List.of(executable.toString()));
    }
}
