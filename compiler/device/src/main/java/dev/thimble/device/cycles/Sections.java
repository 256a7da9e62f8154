package dev.thimble.device.cycles;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sections in the file of a counter that goes on writing. */
public final class Sections {
    private static final String HEAD = "section ";

    private final Path file;
    private long read;

    /** Those of a file in which none was read yet. */
    Sections(Path file) {
        this.file = file;
    }

    /** Those that have ended since, in their order. */
    public List<Section> next() {
        String text = unread();
        int open = Math.max(0, text.lastIndexOf(HEAD));
        read += open;
        return parse(text.substring(0, open).lines().toList());
    }

    /** The counter empties its buffer whenever a section begins. */
    private String unread() {
        try (RandomAccessFile counts = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(counts.length() - read)];
            counts.seek(read);
            counts.readFully(bytes);
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }

    static List<Section> parse(List<String> lines) {
        List<Section> sections = new ArrayList<>();
        int end;
        for (int at = 0; at < lines.size(); at = end) {
            end = at + 1;
            while (end < lines.size() && !lines.get(end).startsWith(HEAD)) {
                end++;
            }
            long mark = Long.parseLong(lines.get(at).substring(HEAD.length()), 16);
            sections.add(new Section(
                    mark,
                    lines.subList(at + 1, end).stream().map(Execution::parse).toList()));
        }
        return sections;
    }
}
