package dev.thimble.device.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/**
 * What builds firmware for a board, as the {@code tools.yml} of one of its layers says: a compiler that knows gcc's
 * options, and the GNU tools beside it.
 *
 * @param prefix what the programs' names begin with, such as {@code arm-none-eabi-}
 * @param packages the Debian and Ubuntu packages that bring them and their C library
 * @param compilerFlags what every C file is compiled and linked with, the board's own flags last
 * @param linkerFlags what the firmware is linked with besides
 * @param libraries what stands behind the objects
 * @param entry the function where the core starts
 */
public record CrossTools(
        @JsonProperty(required = true) String prefix,
        @JsonProperty(required = true) List<String> packages,

        @JsonProperty(value = "compiler_flags", required = true)
        List<String> compilerFlags,

        @JsonProperty(value = "linker_flags", required = true)
        List<String> linkerFlags,

        @JsonProperty(required = true) List<String> libraries,
        @JsonProperty(required = true) String entry) {

    /** How the file is called in a layer. */
    static final String FILE = "tools.yml";

    /** Immutable copies. */
    public CrossTools {
        packages = List.copyOf(packages);
        compilerFlags = List.copyOf(compilerFlags);
        linkerFlags = List.copyOf(linkerFlags);
        libraries = List.copyOf(libraries);
    }

    /** The same with more flags of the compiler, those that select a core. */
    public CrossTools with(List<String> more) {
        List<String> all = Stream.concat(compilerFlags.stream(), more.stream()).toList();
        return new CrossTools(prefix, packages, all, linkerFlags, libraries, entry);
    }
}
