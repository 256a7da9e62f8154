package dev.thimble.device.toolchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that an object follows from: the compiler, its flags, the name and text of the C file, and the texts of all
 * that it includes, wherever they lie. Calls of the same key make the same bytes. The headers of the compiler itself and
 * of its C library stay what they are for as long as a process lives.
 *
 * @param digest of all this
 */
record ObjectKey(String digest) {
    private static final int MOST_BYTES = 4 << 20;

    /**
     * Flags that put no path into an object, read no file, and write none but the object and its stack usage; that of picolibc
     * reads one of the C library's, which says where its headers are.
     */
    private static final Pattern PLAIN_FLAG =
            Pattern.compile("-(std=[\\w:+]+|-specs=picolibc\\.specs|O\\w*|W[a-z-]+(=[\\w-]+)?|D\\w+(=\\w*)?|m[\\w.+=-]+"
                    + "|f(?!callgraph|dump|profile|record|save|test)[a-z0-9-]+)");

    /** The number sign has other spellings, which end like this. */
    private static final Pattern DIRECTIVE =
            Pattern.compile("[#:=][ \\t]*(?:include|import|embed)(?![a-z])[ \\t]*(.*)");

    private static final Pattern INCLUDED = Pattern.compile("\"([\\w./+-]+)\".*|<([\\w./+-]+)>.*");

    /** What makes an object of more than texts and their names. */
    private static final List<String> PATHS_AND_TIMES = List.of(
            "__FILE__",
            "__BASE_FILE__",
            "__DATE__",
            "__TIME__",
            "__TIMESTAMP__",
            "assert.h",
            "incbin",
            "include_next",
            "__has_");

    /** The key of a call; none where what it makes may follow from more, or where the source is large or unreadable. */
    static Optional<ObjectKey> of(Path compiler, List<String> flags, Path source) {
        try {
            return plain(flags) && Files.size(source) <= MOST_BYTES
                    ? new Texts(flags, source).key(compiler, flags)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean plain(List<String> flags) {
        return flags.stream()
                .allMatch(flag -> isFolder(flag) || PLAIN_FLAG.matcher(flag).matches());
    }

    private static boolean isFolder(String flag) {
        return flag.startsWith("-I") && flag.length() > 2;
    }

    /** A source and all that it includes, each once, as the compiler finds them. */
    private static final class Texts {
        private final List<Path> folders;
        private final List<Path> files = new ArrayList<>();
        private final MessageDigest digest = sha256();

        Texts(List<String> flags, Path source) {
            folders = flags.stream()
                    .filter(ObjectKey::isFolder)
                    .map(flag -> Path.of(flag.substring(2)))
                    .toList();
            files.add(source);
        }

        Optional<ObjectKey> key(Path compiler, List<String> flags) throws IOException {
            add(compiler + " " + Files.getLastModifiedTime(compiler));
            flags.stream().filter(flag -> !isFolder(flag)).forEach(this::add);
            add(files.get(0).getFileName().toString());
            for (int at = 0; at < files.size(); at++) {
                if (!addText(files.get(at))) {
                    return Optional.empty();
                }
            }
            return Optional.of(new ObjectKey(HexFormat.of().formatHex(digest.digest())));
        }

        /** The text and what its directives stand for; whether the object follows from these. */
        private boolean addText(Path file) throws IOException {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            add(text);
            List<Matcher> directives = DIRECTIVE
                    .matcher(text)
                    .results()
                    .map(directive -> INCLUDED.matcher(directive.group(1)))
                    .toList();
            boolean known = PATHS_AND_TIMES.stream().noneMatch(text::contains)
                    && directives.stream().allMatch(Matcher::matches);
            if (known) {
                directives.forEach(directive -> addIncluded(file, directive));
            }
            return known;
        }

        /** Which of the files it is; all that is in none of the folders is the compiler's own. */
        private void addIncluded(Path by, MatchResult directive) {
            Optional<Path> found = directive.group(1) != null
                    ? found(Stream.concat(Stream.of(by.resolveSibling("")), folders.stream()), directive.group(1))
                    : found(folders.stream(), directive.group(2));
            found.filter(file -> !files.contains(file)).ifPresent(files::add);
            add(String.valueOf(found.map(files::indexOf)));
        }

        private static Optional<Path> found(Stream<Path> places, String name) {
            return places.map(place -> place.resolve(name).normalize())
                    .filter(Files::isRegularFile)
                    .findFirst();
        }

        /** With its length, so that no two lists of texts are taken for each other. */
        private void add(String part) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + " ").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
