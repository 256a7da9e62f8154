package dev.thimble.device.toolchain;

import dev.thimble.device.board.CrossTools;
import dev.thimble.device.board.Emulator;
import java.util.List;

/**
 * A program that Thimble starts.
 *
 * @param program its name on the search path
 * @param installLine the line to type where it is missing
 */
public record Tool(String program, String installLine) {
    /** Builds for the host. */
    public static final Tool GCC = new Tool("gcc", packages(List.of("gcc", "libc6-dev")));

    /** Checks that the C is C++11 too. */
    public static final Tool GXX = new Tool("g++", packages(List.of("g++")));

    /**
     * One of the programs that build for a board.
     *
     * @param name what it is called without the prefix, such as {@code objdump}
     */
    public static Tool of(CrossTools tools, String name) {
        return new Tool(tools.prefix() + name, packages(tools.packages()));
    }

    /** What builds for a board: gcc, or another compiler that is called like it and knows its options. */
    public static Tool compiler(CrossTools tools) {
        return of(tools, "gcc");
    }

    /** What runs a board; what is more than packages the launcher installs. */
    public static Tool of(String board, Emulator emulator) {
        return new Tool(
                emulator.program(), emulator.modules().isEmpty() ? packages(emulator.packages()) : doctorLine(board));
    }

    /** The line that installs all that a board needs. */
    public static String doctorLine(String board) {
        return "./thimble doctor --board " + board + " --install";
    }

    private static String packages(List<String> packages) {
        return "sudo apt-get install -y " + String.join(" ", packages);
    }
}
