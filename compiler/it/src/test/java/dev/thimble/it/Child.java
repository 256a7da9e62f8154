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
 * The command line in a process of its own, set up as a machine may be. It does little, so Java's first compiler is
 * enough.
 *
 * @param environment variables, locale and all
 * @param options of Java
 */
record Child(Map<String, String> environment, List<String> options) {

    /** Calls {@code thimble}. */
    Call thimble(Object... words) throws IOException, InterruptedException {
        return java(Main.class, words);
    }

    /**
     * Calls {@code thimble} several times in one process.
     *
     * @param file for the words and for what is printed; {@link Calls} describes it
     */
    Call inTurn(Path file, List<List<?>> commands) throws IOException, InterruptedException {
        StringBuilder words = new StringBuilder();
        commands.forEach(command -> {
            command.forEach(word -> words.append(word).append('\n'));
            words.append('\n');
        });
        Files.writeString(file, words);
        return java(Calls.class, file);
    }

    private Call java(Class<?> main, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-Dthimble.root=" + Checkout.ROOT, "-cp", System.getProperty("java.class.path"), main.getName()));
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
