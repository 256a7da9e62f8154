package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs of the host. One that was made of the same files with the same flags in this process is made no second time. */
final class LinkedOnce {
    private static final Map<List<String>, byte[]> KNOWN = new ConcurrentHashMap<>();

    private LinkedOnce() {}

    /**
     * Makes a program without any warning.
     *
     * @param command the compiler and its arguments, all but the output; files that it names stay as they are
     */
    static void make(Path program, List<String> command) throws IOException {
        byte[] known = KNOWN.get(command);
        if (known == null) {
            compile(program, command);
            KNOWN.put(List.copyOf(command), Files.readAllBytes(program));
        } else {
            Files.write(program, known);
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
    }

    private static void compile(Path program, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("-o", program.toString()));
        assertThat(StoreProgram.run(whole, program.getParent())).isEmpty();
    }
}
