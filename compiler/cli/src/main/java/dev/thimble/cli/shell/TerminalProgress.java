package dev.thimble.cli.shell;

import dev.thimble.core.diag.Shown;
import dev.thimble.pipeline.Progress;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells the user, on standard error, what is going on; on a terminal with a bar, elsewhere with a line now and then. */
public final class TerminalProgress implements Progress {
    /** The launcher says whether standard error is a terminal, where a line can be written over. */
    private static final boolean ON_TERMINAL = Boolean.getBoolean("thimble.terminal");

    @Override
    public void stage(String sentence) {
        System.err.println("thimble: " + Shown.line(sentence));
    }

    @Override
    public <T> Iterable<T> over(String what, List<T> items) {
        return ON_TERMINAL
                ? ProgressBar.wrap(items, bar(what))
                : new SpokenProgress<>(what, items, System::nanoTime, this::stage);
    }

    private static ProgressBarBuilder bar(String what) {
        return new ProgressBarBuilder().setTaskName(what).setStyle(ProgressBarStyle.ASCII);
    }
}
