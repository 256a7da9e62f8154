package dev.thimble.folder;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * A new package for a folder. To begin one checks all that can be checked before any work, and keeps others from the
 * folder until it is closed. The new package takes the old one's place whole or not at all; only the old one's own files
 * are deleted.
 */
public final class Replacement implements AutoCloseable {
    private final Place place;
    private final FolderKind kind;
    private final Deque<Path> madeParents = new ArrayDeque<>();
    private final Deque<FolderLock> locks = new ArrayDeque<>();
    private final StepHook hook;
    private final Thread atExit = new Thread(this::clean, "clean up");
    private Optional<WorkFolder> work = Optional.empty();

    private Replacement(Place place, FolderKind kind, StepHook hook) {
        this.place = place;
        this.kind = kind;
        this.hook = hook;
    }

    /**
     * Begins.
     *
     * @param target the package's folder: a new or an empty one, or a package whose files are as they were written
     * @param waiting told when another process is writing there, which is waited for
     */
    public static Replacement begin(Path target, Runnable waiting) {
        return begin(target, FolderKind.PACKAGE, waiting, step -> {});
    }

    /**
     * Begins with what is no package, but also Thimble's alone.
     *
     * @param content what it is: only a folder of the same content is replaced
     */
    public static Replacement begin(Path target, String content, Runnable waiting) {
        return begin(target, new FolderKind(content), waiting, step -> {});
    }

    static Replacement begin(Path target, Runnable waiting, StepHook hook) {
        return begin(target, FolderKind.PACKAGE, waiting, hook);
    }

    private static Replacement begin(Path target, FolderKind kind, Runnable waiting, StepHook hook) {
        Place place = Place.of(target);
        place.refuseWhatIsNoFolder();
        Replacement begun = new Replacement(place, kind, hook);
        try {
            Runtime.getRuntime().addShutdownHook(begun.atExit);
            begun.prepare(waiting);
            return begun;
        } catch (IOException e) {
            begun.close();
            throw Place.unwritable(place.target(), e.toString(), e);
        } catch (RuntimeException e) {
            begun.close();
            throw e;
        }
    }

    private void prepare(Runnable waiting) throws IOException {
        makeParents();
        locks.push(FolderLock.take(place.lock(), waiting));
        PackageFolder.putRight(place);
        if (place.exists()) {
            locks.push(FolderLock.take(place.target().resolve(Tree.LOCK), waiting));
        }
        refuseForeign();
        work = Optional.of(WorkFolder.create(place));
        tryName();
        hook.after(StepHook.Step.WORK_FOLDER_MADE);
    }

    /** A name that the disk does not take, one that is too long for instance, is found out now. */
    private void tryName() throws IOException {
        if (!place.exists()) {
            Files.createDirectory(place.target());
            Files.delete(place.target());
        }
    }

    private void makeParents() throws IOException {
        for (Path missing = place.parent(); !Files.exists(missing); missing = missing.getParent()) {
            madeParents.addLast(missing);
        }
        Files.createDirectories(place.parent());
    }

    private void refuseForeign() throws IOException {
        if (!place.exists() || place.isEmptyFolder()) {
            return;
        }
        if (!PackageFolder.isMarked(place.target())) {
            throw notOurs();
        }
        FolderKind there = FolderKind.of(place.target());
        if (!there.equals(kind)) {
            throw new ThimbleException(InputProblem.FOLDER_OF_ANOTHER_KIND.at("-o", place.target(), there.text()));
        }
        Tree.Findings found = new Tree(place.target(), PackageFolder.markOf(place.target())).findings();
        if (!found.foreign().isEmpty()) {
            throw new ThimbleException(
                    InputProblem.FOLDER_HAS_OTHERS.at("-o", place.target(), PackageFolder.some(found.foreign())));
        }
        if (!found.edited().isEmpty()) {
            throw new ThimbleException(
                    InputProblem.FOLDER_EDITED.at("-o", place.target(), PackageFolder.some(found.edited())));
        }
    }

    private ThimbleException notOurs() {
        var refusal = InputProblem.FOLDER_NOT_OURS.at("-o", place.target());
        return new ThimbleException(
                Files.exists(place.target().resolve("report.json"))
                        ? refusal.withHint("if an early Thimble wrote it, for it has a report.json, delete it by hand;"
                                + " else choose a new or empty folder")
                        : refusal);
    }

    /**
     * Writes the files and puts them in the old package's place.
     *
     * @param files contents by path below the folder
     * @return where files are kept that a user put into the old package in the very moment that it was replaced
     */
    public synchronized Optional<Path> finish(Map<String, byte[]> files) {
        WorkFolder made = work.orElseThrow();
        try {
            made.fill(kind.with(files), hook);
            hook.after(StepHook.Step.ALL_WRITTEN);
            refuseForeign();
            made.swap(hook);
            boolean clean = made.delete();
            hook.after(StepHook.Step.CLEANED);
            madeParents.clear();
            work = Optional.empty();
            return clean ? Optional.empty() : Optional.of(made.folder());
        } catch (IOException e) {
            throw Place.unwritable(place.target(), e.toString(), e);
        }
    }

    /** Gives up what was not finished and lets others to the folder. */
    @Override
    public void close() {
        clean();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending, and the hook does the same once more
        }
    }

    /** What the disk that failed does not allow to clean stays, and can be told by its mark. */
    private synchronized void clean() {
        try {
            if (work.isPresent()) {
                work.get().putBack();
                work.get().delete();
            }
        } catch (IOException e) {
            // the failure before it is what the user is told
        }
        work = Optional.empty();
        while (!locks.isEmpty() && !Thread.currentThread().equals(atExit)) {
            locks.pop().close();
        }
        forgetParents();
    }

    private void forgetParents() {
        try {
            for (Path parent : madeParents) {
                Tree.deleteIfEmpty(parent);
            }
        } catch (IOException e) {
            // an empty folder more
        }
        madeParents.clear();
    }
}
