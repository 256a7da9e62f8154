package dev.thimble.folder;

import java.io.IOException;

/** Lets a test end a replacement, or the process, after any of its steps. */
@FunctionalInterface
interface StepHook {
    /** What can be done when a replacement ends. */
    enum Step {
        WORK_FOLDER_MADE,
        FILE_WRITTEN,
        ALL_WRITTEN,
        MOVED_ASIDE,
        PLACED,
        CLEANED
    }

    /** Called after a step. */
    void after(Step step) throws IOException;
}
