package dev.thimble.device.toolchain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The programs that this process has started: none outlives it, and what they say is of no language. */
public final class Children {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /**
     * The shell becomes the program, and a watcher beside it ends the program when its parent is another than at first: it
     * has one of its own as long as this process lives, however it ends. Where there is no /proc nothing is watched.
     */
    private static final String TIE = "(while read -r _ _ _ parent _ <\"/proc/$$/stat\" && [ \"$parent\" = \"$PPID\" ];"
            + " do sleep 1; done; [ ! -e \"/proc/$$\" ] || kill -9 $$) </dev/null >/dev/null 2>&1 & exec \"$@\"";

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::end, "end children"));
    }

    private Children() {}

    /** Starts a program that is ended with this process, unless that is killed. */
    public static Process start(ProcessBuilder builder) throws IOException {
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("LANGUAGE");
        Process process = builder.start();
        RUNNING.removeIf(one -> !one.isAlive());
        RUNNING.add(process);
        return process;
    }

    /** A command that does the same and is ended even when this process is killed. */
    public static List<String> tied(List<String> command) {
        List<String> tied = new ArrayList<>(List.of("/bin/sh", "-c", TIE, "sh"));
        tied.addAll(command);
        return tied;
    }

    /**
     * Ends a program and all that it started. Not through the process itself, which would wait for whoever is writing to
     * it.
     */
    public static void end(Process process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.toHandle().destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    private static void end() {
        RUNNING.forEach(Children::end);
    }
}
