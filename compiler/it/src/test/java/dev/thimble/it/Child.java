package dev.thimble.it;

import dev.thimble.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command line in a process of its own, set up as a machine may be.
 *
 * @param environment variables, locale and all
 * @param options of Java
 */
record Child(Map<String, String> environment, List<String> options) {

    /** Calls {@code thimble}. */
    Call thimble(Object... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-Dthimble.root=" + Checkout.ROOT, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Stream.of(words).map(Object::toString).forEach(command::add);
        Path errors = Files.createTempFile("thimble-", ".errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Call call = new Call(process.waitFor(), output, Files.readString(errors));
        Files.delete(errors);
        return call;
    }
}
