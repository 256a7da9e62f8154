package dev.thimble.device.analysis;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What each object put into a firmware, from the linker's map.
 *
 * @param parts every input section that was kept, in the order of addresses
 */
public record MapFile(List<Part> parts) {
    private static final String START = "Linker script and memory map";
    private static final Pattern OUTPUT = Pattern.compile("(\\.\\S+)(\\s.*)?");
    private static final Pattern INPUT = Pattern.compile(" (\\S+)\\s+0x([0-9a-f]+)\\s+0x([0-9a-f]+)\\s+(\\S.*)");

    /**
     * An input section.
     *
     * @param output the section it went to
     * @param input its own name
     * @param size bytes
     * @param object the file's name without folders: {@code model.o}, {@code libc.a(memcpy.o)}
     */
    public record Part(String output, String input, long size, String object) {}

    /** An immutable copy. */
    public MapFile {
        parts = List.copyOf(parts);
    }

    /** Reads a map file. */
    public static MapFile read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.getMessage()), e);
        }
    }

    static MapFile parse(String text) {
        List<Part> parts = new ArrayList<>();
        String output = "";
        for (String line : unfolded(text.substring(text.indexOf(START)))) {
            Matcher input = INPUT.matcher(line);
            Matcher heading = OUTPUT.matcher(line);
            if (heading.matches()) {
                output = heading.group(1);
            } else if (input.matches() && !input.group(1).startsWith("*")) {
                long size = Long.parseLong(input.group(3), 16);
                parts.add(new Part(output, input.group(1), size, fileName(input.group(4))));
            }
        }
        return new MapFile(parts.stream().filter(part -> part.size() > 0).toList());
    }

    /** Bytes by object in the output sections of these names. */
    public Map<String, Long> byObject(Predicate<String> outputs) {
        return parts.stream()
                .filter(part -> outputs.test(part.output()))
                .collect(Collectors.groupingBy(Part::object, TreeMap::new, Collectors.summingLong(Part::size)));
    }

    /** The linker breaks a line behind a long section name. */
    private static List<String> unfolded(String text) {
        return text.replaceAll("(?m)^( ?[.\\w]\\S*)\\n {10,}(?=0x)", "$1 ")
                .lines()
                .toList();
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
