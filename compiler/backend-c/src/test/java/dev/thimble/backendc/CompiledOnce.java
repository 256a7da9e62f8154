package dev.thimble.backendc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * C files of packages as objects. Kernels, which packages of one set share byte for byte, are compiled once in a process,
 * as is all else that has the same text, the same headers and the same flags; two compilers run at a time.
 *
 * @param flags of the compiler, all but input and output
 * @param includes where it finds headers that do not lie beside their source
 */
public record CompiledOnce(List<String> flags, List<Path> includes) {
    /** For compiler and linker: what no run of Thimble's C may do. */
    public static final List<String> SANITIZED = List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all");

    private static final List<String> STRICT = List.of(
            "-std=c99",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Wconversion",
            "-Wshadow",
            "-Wstrict-prototypes",
            "-Werror",
            "-O1");

    private static final Pattern INCLUDE = Pattern.compile("#include [\"<]([^\">]+)[\">]");
    private static final Map<String, byte[]> KNOWN = new ConcurrentHashMap<>();

    /** Under every warning and the sanitizers. */
    public static CompiledOnce sanitized(List<String> more, List<Path> includes) {
        return new CompiledOnce(
                Stream.of(STRICT, SANITIZED, more).flatMap(List::stream).toList(), includes);
    }

    /**
     * The objects, in the order of the sources.
     *
     * @param into a folder in which no object has one of their names
     */
    public List<String> objects(Path into, List<Path> sources) throws IOException, InterruptedException {
        Map<Path, String> keys = new LinkedHashMap<>();
        for (Path source : sources) {
            keys.put(source, key(source));
        }
        compile(
                into,
                sources.stream()
                        .filter(source -> !KNOWN.containsKey(keys.get(source)))
                        .toList());
        List<String> objects = new ArrayList<>();
        for (Path source : sources) {
            Path object = into.resolve(source.getFileName().toString().replaceFirst("c$", "o"));
            if (Files.exists(object)) {
                KNOWN.put(keys.get(source), Files.readAllBytes(object));
            } else {
                Files.write(object, KNOWN.get(keys.get(source)));
            }
            objects.add(object.toString());
        }
        return objects;
    }

    /** All that the object follows from. */
    private String key(Path source) throws IOException {
        Map<Path, String> texts = new LinkedHashMap<>();
        read(source, texts);
        return flags + "\n" + source.getFileName() + "\n" + String.join("\0", texts.values());
    }

    /** The text of a file and of all that it includes; the headers of the C library are always the same. */
    private void read(Path file, Map<Path, String> texts) throws IOException {
        if (texts.containsKey(file)) {
            return;
        }
        String text = Files.readString(file);
        texts.put(file, text);
        for (String name :
                INCLUDE.matcher(text).results().map(found -> found.group(1)).toList()) {
            List<Path> found = Stream.concat(Stream.of(file.resolveSibling("")), includes.stream())
                    .map(place -> place.resolve(name).normalize())
                    .filter(Files::exists)
                    .limit(1)
                    .toList();
            for (Path header : found) {
                read(header, texts);
            }
        }
    }

    /** Two compilers at a time, each with every second source. */
    private void compile(Path into, List<Path> sources) throws IOException, InterruptedException {
        List<Process> compilers = new ArrayList<>();
        for (int half = 0; half < Math.min(2, sources.size()); half++) {
            List<String> command = new ArrayList<>(List.of("gcc"));
            command.addAll(flags);
            includes.forEach(folder -> command.add("-I" + folder));
            command.add("-c");
            for (int i = half; i < sources.size(); i += 2) {
                command.add(sources.get(i).toString());
            }
            compilers.add(start(into, command, log(into, half)));
        }
        for (int half = 0; half < compilers.size(); half++) {
            finish(compilers.get(half), log(into, half));
        }
    }

    private static Path log(Path folder, int half) {
        return folder.resolve("gcc" + half + ".log");
    }

    private static Process start(Path folder, List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void finish(Process process, Path log) throws IOException, InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(log + ": " + Files.readString(log));
        }
    }
}
