package dev.thimble.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A broker of Debian, started on a free port of this machine with TLS, a password for each user, and the rights that
 * docs/fleet.md gives them. It keeps nothing on the disk: one that is started again knows nothing.
 */
final class Mosquitto implements AutoCloseable {
    /** Name and password of the server. */
    static final String SERVER = "server";

    private static final long MOST_SECONDS = 30;
    private static final String STORE_PASSWORD = "changeit";

    private final Path folder;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Where it is installed, if it is; Debian's folder for it is not on everybody's path. */
    static Optional<Path> program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether there is one. */
    static boolean isInstalled() {
        return program("mosquitto").isPresent();
    }

    /** Started, with these users beside the server; everybody's password is their name. */
    static Mosquitto start(Path folder, List<String> users) throws IOException {
        makeCertificate(folder, "broker");
        Path passwords = folder.resolve("passwords");
        Files.write(
                passwords,
                Stream.concat(Stream.of(SERVER), users.stream())
                        .map(user -> user + ":" + user)
                        .toList());
        run(List.of(program("mosquitto_passwd").orElseThrow().toString(), "-U", passwords.toString()));
        Files.writeString(folder.resolve("rights"), """
                user %s
                topic readwrite thimble/test/#

                pattern read thimble/test/task/%%u
                pattern write thimble/test/update/%%u
                pattern read thimble/test/receipt/%%u
                """.formatted(SERVER));
        Mosquitto broker = new Mosquitto(folder, freePort());
        Files.writeString(folder.resolve("mosquitto.conf"), broker.configuration());
        broker.start();
        return broker;
    }

    private String configuration() {
        return """
                listener %d 127.0.0.1
                certfile %s
                keyfile %s
                allow_anonymous false
                password_file %s
                acl_file %s
                use_username_as_clientid true
                user %s
                """.formatted(
                        port,
                        folder.resolve("broker.pem"),
                        folder.resolve("broker.key"),
                        folder.resolve("passwords"),
                        folder.resolve("rights"),
                        System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A certificate for this machine, signed by itself. */
    static void makeCertificate(Path folder, String name) throws IOException {
        Path store = folder.resolve(name + ".p12");
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD));
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
            writePem(
                    folder.resolve(name + ".pem"),
                    "CERTIFICATE",
                    keys.getCertificate(name).getEncoded());
            byte[] key = keys.getKey(name, STORE_PASSWORD.toCharArray()).getEncoded();
            writePem(folder.resolve(name + ".key"), "PRIVATE KEY", key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writePem(Path file, String what, byte... bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(waitFor(process)).as("%s: %s", command, output).isZero();
    }

    private static int waitFor(Process process) {
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it, again after it was killed; it listens when this returns. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        program("mosquitto").orElseThrow().toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!isListening()) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("%s", folder.resolve("log"))
                    .isTrue();
            Thread.onSpinWait();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it: nobody is told goodbye. */
    void kill() {
        process.destroyForcibly();
        waitFor(process);
    }

    int port() {
        return port;
    }

    /** Seen by a user who comes by this port. */
    Broker as(String user, String password, int by) {
        try {
            Path file = Files.writeString(folder.resolve(user + ".password"), password + "\n");
            return new Broker("127.0.0.1", by, folder.resolve("broker.pem"), user, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seen by a user with the right password. */
    Broker as(String user) {
        return as(user, user, port);
    }

    @Override
    public void close() {
        kill();
    }
}
