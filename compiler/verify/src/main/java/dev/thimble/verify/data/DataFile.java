package dev.thimble.verify.data;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Data files of both kinds, told apart line by line: a line that starts with <code>{</code> is a JSON object with
 * {@code text} or {@code input_ids} and perhaps {@code label} and {@code logits}; any other is {@code label<TAB>text}.
 * Blank lines are passed over. A file may be a pipe, and is read once from its beginning to its end.
 */
public final class DataFile {
    /** Bytes of the longest text, in UTF-8: as many as a device is sent in one request. */
    public static final int LONGEST_TEXT = 1 << 20;

    /** Bytes of the longest line: JSON writes a byte of text in up to six characters. */
    static final int LONGEST_LINE = 8 << 20;

    /** Bytes of the longest file. */
    public static final long LONGEST_FILE = 256L << 20;

    private DataFile() {}

    /** The examples of a file, at least one. */
    public static List<Example> read(Path file) {
        return read(file, LONGEST_FILE);
    }

    static List<Example> read(Path file, long longest) {
        List<Example> examples = new ArrayList<>();
        forEach(file, longest, examples::add);
        return examples;
    }

    /** Hands over the examples of a file, at least one, as they are read. */
    static void forEach(Path file, Consumer<Example> examples) {
        forEach(file, LONGEST_FILE, examples);
    }

    private static void forEach(Path file, long longest, Consumer<Example> examples) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            if (new Reading(file, stream, longest).into(examples) == 0) {
                throw new ThimbleException(InputProblem.DATA_EMPTY.at("", file));
            }
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }

    /** A file's lines as they come. A carriage return ends a line only before a line feed, else it is part of a text. */
    private static final class Reading {
        private final Path file;
        private final InputStream stream;
        private final long longest;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long total;
        private int number;
        private int found;

        Reading(Path file, InputStream stream, long longest) {
            this.file = file;
            this.stream = stream;
            this.longest = longest;
        }

        /** Returns how many examples there were. */
        int into(Consumer<Example> examples) throws IOException {
            for (int read = stream.read(); read >= 0; read = stream.read()) {
                count();
                if (read == '\n') {
                    end(examples, true);
                } else {
                    line.write(read);
                }
            }
            end(examples, false);
            return found;
        }

        private void count() {
            total++;
            if (total > longest) {
                throw new ThimbleException(InputProblem.FILE_TOO_LONG.at("", file, longest));
            }
            if (line.size() >= LONGEST_LINE) {
                throw new ThimbleException(InputProblem.LINE_UNUSABLE.at(
                        file.toString(), number + 1, "it has more than " + LONGEST_LINE + " bytes"));
            }
        }

        private void end(Consumer<Example> examples, boolean ended) {
            byte[] bytes = line.toByteArray();
            line.reset();
            number++;
            int length = ended && bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
            new DataLine(file, number).example(Arrays.copyOf(bytes, length)).ifPresent(example -> {
                found++;
                examples.accept(example);
            });
        }
    }
}
