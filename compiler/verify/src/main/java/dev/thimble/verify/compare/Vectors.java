package dev.thimble.verify.compare;

import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Files of token ids, one sequence a line. */
public final class Vectors {
    private Vectors() {}

    /** The sequences of a file. */
    public static List<List<Integer>> read(Path file) {
        return DataFile.read(file).stream().map(Example::ids).toList();
    }

    /** The text of such a file. */
    public static String print(List<List<Integer>> vectors) {
        return vectors.stream().map(ids -> "{\"input_ids\": " + ids + "}\n").collect(Collectors.joining());
    }
}
