package dev.thimble.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with a package to be and files of a user's around it and in it, made at random. */
final class Neighbourhood {
    /** What stands where the package is to be. */
    enum Before {
        NOTHING(true),
        NO_PARENT(true),
        EMPTY(true),
        PACKAGE(true),
        BUILT_PACKAGE(true),
        LINK_TO_PACKAGE(true),
        A_FILE(false),
        A_LINK_TO_NOTHING(false),
        FOREIGN(false),
        FOREIGN_WITH_A_REPORT(false),
        PACKAGE_WITH_A_NOTE(false),
        PACKAGE_WITH_A_LINK(false),
        PACKAGE_WITH_AN_EMPTY_FOLDER(false),
        EDITED_PACKAGE(false),
        READ_ONLY_PACKAGE(false);

        final boolean replaceable;

        Before(boolean replaceable) {
            this.replaceable = replaceable;
        }
    }

    private static final List<String> NAMES = List.of(
            "out.partial/keep.txt",
            "report.json",
            ".thimble-0/keep",
            ".thimble-work",
            "new/report.json",
            "old/src/model.c",
            "out.old/.thimble-package",
            ".out.tmp",
            "notes.txt");

    final Path parent;
    final Path out;
    private final Random random;

    Neighbourhood(Path parent, long seed, Before before) throws IOException {
        this.random = new Random(seed);
        this.parent = parent;
        this.out = parent.resolve(before == Before.NO_PARENT ? "deep/er/out" : "out");
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                write(parent.resolve(name), "mine " + random.nextInt());
            }
        }
        make(before);
    }

    private void make(Before before) throws IOException {
        switch (before) {
            case NOTHING, NO_PARENT -> {}
            case EMPTY -> Files.createDirectory(out);
            case A_FILE -> write(out, "mine");
            case A_LINK_TO_NOTHING -> Files.createSymbolicLink(out, parent.resolve("nowhere"));
            case FOREIGN -> write(out.resolve("thesis.txt"), "years of work");
            case FOREIGN_WITH_A_REPORT -> write(out.resolve("report.json"), "{\"mine\": true}");
            case LINK_TO_PACKAGE -> {
                PackageFolder.write(parent.resolve("elsewhere/real"), old());
                Files.createSymbolicLink(out, Path.of("elsewhere/real"));
            }
            default -> {
                PackageFolder.write(out, old());
                change(before);
            }
        }
    }

    private void change(Before before) throws IOException {
        switch (before) {
            case BUILT_PACKAGE -> build();
            case PACKAGE_WITH_A_NOTE -> write(out.resolve(random.nextBoolean() ? "note" : "src/my.c"), "mine");
            case PACKAGE_WITH_A_LINK -> Files.createSymbolicLink(out.resolve("link"), parent);
            case PACKAGE_WITH_AN_EMPTY_FOLDER -> Files.createDirectories(out.resolve("src/mine"));
            case EDITED_PACKAGE -> write(out.resolve("src/old.c"), "mine now");
            case READ_ONLY_PACKAGE -> {
                if (!out.toFile().setWritable(false, false)) {
                    throw new IOException("cannot be made read-only: " + out);
                }
            }
            default -> {}
        }
    }

    private void build() throws IOException {
        PackageFolder folder = new PackageFolder(out);
        Path build = folder.fresh("build/host", List.of("obj/old.o", "program"));
        write(build.resolve("program"), "made");
        folder.rewrite("report.json", text("built"));
    }

    static Map<String, byte[]> old() {
        return contents("old");
    }

    static Map<String, byte[]> next() {
        return contents("next");
    }

    private static Map<String, byte[]> contents(String word) {
        return new TreeMap<>(Map.of(
                "report.json",
                text(word),
                "src/" + word + ".c",
                text(word),
                "include/thimble/types.h",
                text("the same"),
                "verify/vectors.jsonl",
                text("vectors of " + word)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Everything there is, by path, links by what they point to; without the package itself. */
    Map<String, String> around() throws IOException {
        Map<String, String> all = everything(parent);
        Path real = Files.exists(out) ? out.toRealPath() : out;
        String below = parent.toRealPath().relativize(real).toString();
        all.keySet()
                .removeIf(path -> !Files.isSymbolicLink(parent.resolve(path)) && (path + "/").startsWith(below + "/"));
        return all;
    }

    /** Everything in the package's place; nothing where there is no folder. */
    Map<String, String> inside() throws IOException {
        return Files.isDirectory(out) ? everything(out.toRealPath()) : new TreeMap<>();
    }

    /** Everything there is below a folder. */
    static Map<String, String> everything(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
                all.put(folder.relativize(path).toString(), shown(path));
            }
        }
        return all;
    }

    private static String shown(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path) ? "/" : Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    /** What a folder holds into which a package is written that was not there. */
    static Map<String, String> fresh(Path scratch, Map<String, byte[]> files) throws IOException {
        PackageFolder.write(scratch, files);
        return everything(scratch);
    }
}
