package dev.thimble.simulate.real;

import dev.thimble.device.drive.FleetDevice;

/** What one device runs on. */
public interface Runner extends AutoCloseable {
    /** The device, as it runs at present. */
    FleetDevice device();

    /** Has it run another image from now on. */
    void install(Release release);

    @Override
    void close();
}
