package dev.thimble.device.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles C under every warning Thimble promises to be free of, as C99 and as C++11, without keeping anything.
 *
 * @param toolchain where gcc and g++ are
 */
public record StrictCheck(Toolchain toolchain) {

    /**
     * Ends with a diagnostic at the first warning.
     *
     * @param sources C files
     * @param flags include folders and definitions
     */
    public void check(List<Path> sources, List<String> flags) {
        for (Path source : sources) {
            check(toolchain.require(Tool.GCC), Compilation.STRICT, List.of(), source, flags);
            check(toolchain.require(Tool.GXX), strictCxx(), List.of("-x", "c++"), source, flags);
        }
    }

    private static void check(
            Path compiler, List<String> warnings, List<String> language, Path source, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(warnings);
        command.addAll(flags);
        command.addAll(List.of("-O2", "-fsyntax-only"));
        command.addAll(language);
        command.add(source.toString());
        ToolRun.output(command);
    }

    /** The same warnings, but for the one that C++ does not know. */
    private static List<String> strictCxx() {
        return Compilation.STRICT.stream()
                .filter(flag -> !flag.equals("-Wstrict-prototypes"))
                .map(flag -> flag.equals("-std=c99") ? "-std=c++11" : flag)
                .toList();
    }
}
