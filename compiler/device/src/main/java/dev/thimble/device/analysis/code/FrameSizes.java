package dev.thimble.device.analysis.code;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What gcc's {@code -fstack-usage} says of each function.
 *
 * @param bytes the frame by function; the largest where static functions share a name
 * @param dynamic functions whose frame has no bound
 */
record FrameSizes(Map<String, Integer> bytes, Set<String> dynamic) {

    FrameSizes {
        bytes = Map.copyOf(bytes);
        dynamic = Set.copyOf(dynamic);
    }

    static FrameSizes read(List<Path> files) {
        Map<String, Integer> bytes = new HashMap<>();
        Set<String> dynamic = new HashSet<>();
        for (Path file : files) {
            for (String line : lines(file)) {
                String[] fields = line.split("\t", -1);
                String name = fields[0].substring(fields[0].lastIndexOf(':') + 1);
                bytes.merge(name, Integer.valueOf(fields[1]), Math::max);
                if (fields[2].equals("dynamic")) {
                    dynamic.add(name);
                }
            }
        }
        return new FrameSizes(bytes, dynamic);
    }

    /** The frame of a function; empty for functions that were not compiled here and for clones such as {@code f.part.0}. */
    OptionalInt frame(String function) {
        Integer exact = bytes.get(function);
        return exact == null ? OptionalInt.empty() : OptionalInt.of(exact);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.getMessage()), e);
        }
    }
}
