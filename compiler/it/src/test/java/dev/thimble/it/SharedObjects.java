package dev.thimble.it;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects of C files that packages of one set of kernels share, each compiled once; the set may follow from the flags. */
final class SharedObjects {
    private final Path folder;
    private final Map<Source, Path> known = new HashMap<>();

    /**
     * None.
     *
     * @param folder where they are put
     */
    SharedObjects(Path folder) {
        this.folder = folder;
    }

    /** What an object follows from, for all packages of one set of kernels have the same headers. */
    private record Source(List<String> compiler, String name, String text) {}

    /**
     * The object of a C file that includes nothing of a model's own.
     *
     * @param compiler the compiler and its flags
     * @param includes more flags, that say where the headers are
     */
    Path once(List<String> compiler, List<String> includes, Path source) throws IOException {
        Source key =
                new Source(compiler, source.getFileName().toString(), Files.readString(source, StandardCharsets.UTF_8));
        Path object = known.get(key);
        if (object == null) {
            object = compiled(compiler, includes, source);
            known.put(key, object);
        }
        return object;
    }

    /** The object of a C file that is compiled whether or not there is such a one. */
    Path compiled(List<String> compiler, List<String> flags, Path source) throws IOException {
        Path object = Files.createTempDirectory(folder, "object").resolve(source.getFileName() + ".o");
        List<String> command = new ArrayList<>(compiler);
        command.addAll(flags);
        command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
        ToolRun.output(command);
        return object;
    }
}
