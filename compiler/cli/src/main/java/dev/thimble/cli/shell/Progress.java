package dev.thimble.cli.shell;

import dev.thimble.core.diag.Shown;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells the user, on standard error, what is going on. */
public final class Progress {
    /** The launcher says whether standard error is a terminal, where a line can be written over. */
    private static final boolean ON_TERMINAL = Boolean.getBoolean("thimble.terminal");

    private final boolean visible;

    private Progress(boolean visible) {
        this.visible = visible;
    }

    /** Progress that is shown. */
    public static Progress shown() {
        return new Progress(true);
    }

    /** Progress that nobody sees. */
    public static Progress silent() {
        return new Progress(false);
    }

    /** A stage begins. */
    public void stage(String sentence) {
        if (visible) {
            System.err.println("thimble: " + Shown.line(sentence));
        }
    }

    /** The items of a list, with a bar that moves as they are taken; on a terminal only. */
    public <T> Iterable<T> over(String what, List<T> items) {
        return visible && ON_TERMINAL ? ProgressBar.wrap(items, bar(what)) : items;
    }

    private static ProgressBarBuilder bar(String what) {
        return new ProgressBarBuilder().setTaskName(what).setStyle(ProgressBarStyle.ASCII);
    }
}
