package dev.thimble.folder;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a package is or is to be, links resolved, and the names of what stands beside it while it is replaced.
 *
 * @param target the package's folder
 */
record Place(Path target) {
    private static final Set<PosixFilePermission> WRITE =
            Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** The place that a user's path means: a link to a folder is that folder. */
    static Place of(Path given) {
        Path absolute = given.toAbsolutePath().normalize();
        try {
            if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                return new Place(absolute.toRealPath());
            }
            Path parent = Optional.ofNullable(absolute.getParent()).orElse(absolute);
            return new Place(Files.exists(parent) ? parent.toRealPath().resolve(absolute.getFileName()) : absolute);
        } catch (NoSuchFileException e) {
            throw unwritable(given, "it is a link to nothing", e);
        } catch (IOException e) {
            throw unwritable(given, e.toString(), e);
        }
    }

    static ThimbleException unwritable(Object folder, String why, Throwable cause) {
        return new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", folder, why), cause);
    }

    /** The folder that it is in. */
    Path parent() {
        return Optional.ofNullable(target.getParent()).orElse(target);
    }

    /** What the names of all that is made beside it begin with. */
    String prefix() {
        return ".thimble-" + PackageMark.shortDigest(name()) + "-";
    }

    /** The folder's own name. */
    String name() {
        return Optional.ofNullable(target.getFileName()).map(Path::toString).orElse("");
    }

    /** Held by whoever replaces the folder. */
    Path lock() {
        return parent().resolve(prefix() + "lock");
    }

    boolean exists() {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    /** Ends with a diagnostic where no package can be, before anything is done. */
    void refuseWhatIsNoFolder() {
        if (name().isEmpty()) {
            throw unwritable(target, "it is the root of all files", null);
        }
        if (target.toString().chars().anyMatch(Character::isISOControl)) {
            throw unwritable(target, "its path holds a control character, which compilers cannot take", null);
        }
        if (exists() && !Files.isDirectory(target)) {
            throw unwritable(target, "it is no folder", null);
        }
        if (exists() && isReadOnly(target)) {
            throw unwritable(target, "it is read-only", null);
        }
    }

    /** Whoever took all rights to write away meant it, and the system's administrator is not asked again. */
    private static boolean isReadOnly(Path folder) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
            boolean taken =
                    view != null && view.readAttributes().permissions().stream().noneMatch(WRITE::contains);
            return taken || !Files.isWritable(folder);
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the folder is there and nothing is in it. */
    boolean isEmptyFolder() throws IOException {
        try (Stream<Path> entries = Files.list(target)) {
            return entries.allMatch(entry -> entry.endsWith(Tree.LOCK));
        }
    }
}
