package dev.thimble.cli.fleet;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.transport.DeviceLink;
import dev.thimble.transport.ServerLink;
import dev.thimble.transport.files.FolderDevice;
import dev.thimble.transport.files.FolderServer;
import dev.thimble.transport.mqtt.Broker;
import dev.thimble.transport.mqtt.MqttDevice;
import dev.thimble.transport.mqtt.MqttServer;
import dev.thimble.transport.mqtt.Topics;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What carries messages between a server and its devices. */
final class TransportFlags {
    private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
    private static final int MOST_PORT = 65_535;

    @Option(names = "--folder", paramLabel = "FOLDER", description = "a folder that server and devices share")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--mqtt",
            paramLabel = "HOST:PORT",
            description = "or a broker of MQTT 5, where it listens for TLS; with --ca, --user and --password-file")
    private Optional<String> address = Optional.empty();

    @Option(names = "--ca", paramLabel = "FILE", description = "certificates in PEM, one of which signed the broker's")
    private Optional<Path> authority = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "who connects; without it the device's id")
    private Optional<String> user = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "a file whose first line is the password")
    private Optional<Path> password = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "of the fleet, in topics (default: fleet)")
    private String name = "fleet";

    /** The server's end. */
    ServerLink server() {
        return isFolder()
                ? new FolderServer(folder.orElseThrow())
                : new MqttServer(broker(required("--user", user)), topics());
    }

    /** A device's end. */
    DeviceLink device(Octets device) {
        return isFolder()
                ? new FolderDevice(folder.orElseThrow(), device)
                : new MqttDevice(broker(user.orElse(device.hex())), topics(), device);
    }

    private boolean isFolder() {
        require(folder.isPresent() != address.isPresent(), "--folder", "give either a folder or a broker, with --mqtt");
        return folder.isPresent();
    }

    private Broker broker(String who) {
        Matcher parts = ADDRESS.matcher(address.orElseThrow());
        require(parts.matches() && Integer.parseInt(parts.group(2)) <= MOST_PORT, "--mqtt", "it is not HOST:PORT");
        return new Broker(
                parts.group(1),
                Integer.parseInt(parts.group(2)),
                required("--ca", authority),
                who,
                required("--password-file", password));
    }

    private Topics topics() {
        require(Topics.isName(name), "--name", "letters, digits, - and _ make a name, 64 at most");
        return new Topics(name);
    }

    private static <T> T required(String option, Optional<T> value) {
        require(value.isPresent(), option, "--mqtt needs it");
        return value.orElseThrow();
    }

    private static void require(boolean holds, String option, String otherwise) {
        if (!holds) {
            throw new ThimbleException(InputProblem.USAGE.at(option, otherwise));
        }
    }
}
