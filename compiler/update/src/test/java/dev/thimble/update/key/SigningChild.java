package dev.thimble.update.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that signs, and may end without a word after any step of writing a file. */
final class SigningChild {
    private SigningChild() {}

    /**
     * Signs.
     *
     * @param arguments the key's file, how many signatures, and behind which step to end
     */
    public static void main(String... arguments) {
        int last = Integer.parseInt(arguments[2]);
        int[] steps = new int[1];
        SigningKey key = SigningKey.at(Path.of(arguments[0]), () -> {}, step -> {
            if (steps[0]++ == last) {
                Runtime.getRuntime().halt(1);
            }
        });
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            System.out.println(OneTimeKeys.of(key.sign(new byte[] {(byte) i})));
        }
    }

    /** Starts one. */
    static Process start(Path key, int signatures, int lastStep) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SigningChild.class.getName(),
                        key.toString(),
                        Integer.toString(signatures),
                        Integer.toString(lastStep))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The one-time keys of the signatures that left a process, which has ended then. */
    static List<String> signatures(Process child) throws IOException {
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ArrayList<>(output.lines().toList());
    }
}
