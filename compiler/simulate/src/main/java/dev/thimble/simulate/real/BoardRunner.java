package dev.thimble.simulate.real;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.PackageSender;

/**
 * Firmware that takes updates. A new image comes as a signed package, is tried at the next start, tests itself, and is
 * confirmed.
 *
 * @param device the firmware as it runs
 */
public record BoardRunner(FleetDevice device) implements Runner {
    @Override
    public void install(Release release) {
        require(new PackageSender(device).send(release.suit()).reason(), "its package");
        device.restart();
        require(device.selfTest().status(), "its self-test");
        require(device.confirm().reason(), "its confirmation");
    }

    private static void require(int code, String of) {
        if (code != 0) {
            throw new ThimbleException(FleetProblem.IMAGE_NOT_TAKEN.at("", of, code));
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
