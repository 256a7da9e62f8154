package dev.thimble.cli.update;

import dev.thimble.artifact.OutFolder;
import dev.thimble.device.toolchain.FirmwareUpdates;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.pack.Audience;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code thimble build} is told of a device that takes updates. */
public final class DeviceFlags {
    @Option(
            names = "--trust",
            paramLabel = "KEY.pub",
            required = true,
            description =
                    "the firmware takes updates that this key of thimble update keygen signed; may be given twice")
    private List<Path> keys = List.of();

    @Option(names = "--vendor", paramLabel = "V", required = true, description = "your domain, or a UUID")
    private String vendor;

    @Option(
            names = "--class",
            paramLabel = "C",
            required = true,
            description = "which of your devices: a name, or a UUID")
    private String deviceClass;

    @Option(names = "--device", paramLabel = "UUID", description = "this device, where devices have ids")
    private Optional<String> device = Optional.empty();

    @Option(names = "--keep-vocabulary", description = "the device refuses another vocabulary")
    private boolean keepsVocabulary;

    @Option(
            names = "--slot",
            paramLabel = "SIZE",
            description =
                    "what an image may have at most: 512KiB, 1MiB, 100000; a quarter more than this one by default")
    private Optional<String> slot = Optional.empty();

    /** What the firmware of this package needs. */
    public FirmwareUpdates updates(Installation installation, OutFolder out) {
        Audience audience = Audience.named(vendor, deviceClass, device);
        return new FirmwareDevice(
                        out,
                        keys.stream().map(PublicKey::read).toList(),
                        audience,
                        keepsVocabulary,
                        slot.map(Budget::parse))
                .updates(installation);
    }
}
