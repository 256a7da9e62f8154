package dev.thimble.device.toolchain;

import dev.thimble.device.board.CrossTools;
import dev.thimble.device.board.Emulator;
import java.util.List;

/**
 * A program that Thimble starts.
 *
 * @param program its name on the search path
 * @param packages the Debian and Ubuntu packages that bring it
 */
public record Tool(String program, List<String> packages) {
    /** Builds for the host. */
    public static final Tool GCC = new Tool("gcc", List.of("gcc", "libc6-dev"));

    /** Checks that the C is C++11 too. */
    public static final Tool GXX = new Tool("g++", List.of("g++"));

    /** An immutable copy. */
    public Tool {
        packages = List.copyOf(packages);
    }

    /**
     * One of the programs that build for a board.
     *
     * @param name what it is called without the prefix, such as {@code objdump}
     */
    public static Tool of(CrossTools tools, String name) {
        return new Tool(tools.prefix() + name, tools.packages());
    }

    /** What builds for a board: gcc, or another compiler that is called like it and knows its options. */
    public static Tool compiler(CrossTools tools) {
        return of(tools, "gcc");
    }

    /** What runs a board. */
    public static Tool of(Emulator emulator) {
        return new Tool(emulator.program(), emulator.packages());
    }

    /** The line to type where it is missing. */
    public String installLine() {
        return "sudo apt-get install -y " + String.join(" ", packages);
    }
}
