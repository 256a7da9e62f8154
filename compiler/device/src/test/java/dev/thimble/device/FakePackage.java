package dev.thimble.device;

import dev.thimble.core.target.MemoryKind;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.folder.Installation;
import dev.thimble.folder.PackageFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A hand-written package for tests of builds and devices, and the places tests need. */
public final class FakePackage {
    private static final Path SOURCE = root().resolve("compiler/device/src/test/resources/fake");

    private FakePackage() {}

    /** The checkout. */
    public static Path root() {
        return Path.of(System.getProperty("thimble.root"));
    }

    /** The same as what boards and harness are read from. */
    public static Installation installation() {
        return new Installation(root());
    }

    /** The boards whose tools are here: those of the second tier where {@code ./thimble test --full} installed theirs. */
    public static Boards boards() {
        return Boards.load(installation()).withToolsOf(Boolean.getBoolean("thimble.everywhere") ? 2 : 1);
    }

    /** A fresh copy of the package in a folder. */
    public static CompiledPackage copyTo(Path folder) {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            Map<String, byte[]> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(SOURCE.relativize(file).toString(), Files.readAllBytes(file));
            }
            PackageFolder.write(folder, contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CompiledPackage(folder, "fake");
    }

    /** The package with another text in one of its files. */
    public static CompiledPackage edited(Path folder, String file, String from, String to) {
        CompiledPackage copy = copyTo(folder);
        edit(folder.resolve(file), from, to);
        return copy;
    }

    /** Replaces a text that must be there. */
    public static void edit(Path file, String from, String to) {
        try {
            String text = Files.readString(file);
            if (!text.contains(from)) {
                throw new IllegalArgumentException("nothing to edit: " + from);
            }
            Files.writeString(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Boards with RAM for its 4,096 ids; the small ones run a small model in EveryBoardTest. */
    public static List<Board> withRoom(List<Board> boards) {
        return boards.stream()
                .filter(board -> board.bytes(MemoryKind.RAM) > 64 << 10)
                .toList();
    }
}
