package dev.thimble.folder;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of a package's files, which stands in it as {@value #FILE}: what the compiler wrote with size and digest, and
 * what later commands make without. Only what is on this list is ever replaced or deleted.
 *
 * @param files what is known of each file, by path below the folder with {@code /} between its parts
 */
record PackageMark(SortedMap<String, Written> files) {
    /** The list's own file. */
    static final String FILE = ".thimble-package";

    /** Its first line. */
    static final String HEAD = "thimble-package 1";

    private static final Pattern LINE = Pattern.compile("(?:([0-9a-f]{64}) (\\d{1,18})|-) (.+)");

    /** A copy that nobody changes. */
    PackageMark {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * What is known of a file.
     *
     * @param content SHA-256 and size as the list has them; empty for what is made anew by each build
     */
    record Written(Optional<String> content) {
        /** A file whose content is nobody's work but the tools'. */
        static final Written MADE = new Written(Optional.empty());

        /** A file of this content. */
        static Written of(byte[] content) {
            return new Written(Optional.of(sha256(content) + " " + content.length));
        }

        /** Whether a file with this content is still as it was written. */
        boolean stands(byte[] now) {
            return content.isEmpty() || of(now).equals(this);
        }
    }

    /** The list of files with these contents. */
    static PackageMark of(Map<String, byte[]> contents) {
        SortedMap<String, Written> files = new TreeMap<>();
        contents.forEach((path, content) -> files.put(checked(path), Written.of(content)));
        return new PackageMark(files);
    }

    /** The same with one more entry, or another for a file that is on it. */
    PackageMark with(String path, Written written) {
        SortedMap<String, Written> more = new TreeMap<>(files);
        more.put(checked(path), written);
        return new PackageMark(more);
    }

    /** Reads what {@link #print} wrote; where is named in the diagnostic of a damaged list. */
    static PackageMark parse(byte[] bytes, Object where) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        SortedMap<String, Written> files = new TreeMap<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher line = LINE.matcher(lines.get(at));
            boolean good = at == 0 ? lines.get(0).equals(HEAD) : line.matches() && isBelow(line.group(3));
            if (!good) {
                throw new ThimbleException(InputProblem.MARK_DAMAGED.at(where + "/" + FILE, at + 1));
            }
            if (at > 0) {
                Optional<String> content =
                        Optional.ofNullable(line.group(1)).map(digest -> digest + " " + line.group(2));
                files.put(line.group(3), new Written(content));
            }
        }
        if (lines.isEmpty()) {
            throw new ThimbleException(InputProblem.MARK_DAMAGED.at(where + "/" + FILE, 1));
        }
        return new PackageMark(files);
    }

    /** The list as its file has it. */
    byte[] print() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        files.forEach((path, written) -> text.append(written.content().orElse("-"))
                .append(' ')
                .append(path)
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String checked(String path) {
        if (!isBelow(path)) {
            throw new IllegalArgumentException("no path in a package: " + path);
        }
        return path;
    }

    /** Whether a path stays below its folder: a list that somebody wrote by hand names no file elsewhere. */
    private static boolean isBelow(String path) {
        return path.chars().noneMatch(c -> c < ' ' || c == '\\')
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Sixteen digits that stand for a name in the names of other files, however long it is. */
    static String shortDigest(String name) {
        return sha256(name.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }
}
