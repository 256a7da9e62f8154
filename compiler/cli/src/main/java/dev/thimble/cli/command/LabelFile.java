package dev.thimble.cli.command;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** A file of labels, one a line. */
final class LabelFile {
    private LabelFile() {}

    /** The labels; empty lines are none. */
    static List<String> read(Path file) {
        List<String> labels = lines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (labels.isEmpty() || labels.size() > Task.MOST_LABELS || new HashSet<>(labels).size() < labels.size()) {
            throw new ThimbleException(TrainProblem.LABELS_INVALID.at(file.toString(), Task.MOST_LABELS));
        }
        return labels;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("--labels", file, e.toString()), e);
        }
    }
}
