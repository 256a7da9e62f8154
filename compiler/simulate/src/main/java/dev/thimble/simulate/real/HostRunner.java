package dev.thimble.simulate.real;

import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.HostDevice;
import java.nio.file.Path;

/** A program of this machine. It has no flash: a new image is what it is started with. */
public final class HostRunner implements Runner {
    private final Path executable;
    private final String name;
    private FleetDevice device;

    /**
     * Starts it with the image of the factory.
     *
     * @param executable of a host build
     * @param name of the model
     */
    public HostRunner(Path executable, String name) {
        this.executable = executable;
        this.name = name;
        this.device = HostDevice.start(executable, name);
    }

    @Override
    public FleetDevice device() {
        return device;
    }

    @Override
    public void install(Release release) {
        device.close();
        device = HostDevice.start(executable, name, release.image());
    }

    @Override
    public void close() {
        device.close();
    }
}
