package dev.thimble.device.analysis.code;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.board.CrossTools;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instructions of a linked firmware by address.
 *
 * @param functions the name of each function, and of each piece of data between them, by its first address
 * @param instructions by address
 */
public record Listing(NavigableMap<Long, String> functions, NavigableMap<Long, Instruction> instructions) {
    private static final Pattern HEADER = Pattern.compile("([0-9a-f]+) <(.+)>:");

    /** What the names of places within a function begin with: where the linker may shorten code it is told of them, too. */
    private static final String LOCAL = ".L";

    private static final int WIDE_BYTES = 4;
    private static final Pattern ADDRESS = Pattern.compile("\\s*([0-9a-f]+):.*");

    /** Immutable copies. */
    public Listing {
        functions = Collections.unmodifiableNavigableMap(new TreeMap<>(functions));
        instructions = Collections.unmodifiableNavigableMap(new TreeMap<>(instructions));
    }

    /** That of an ELF. */
    public static Listing of(Toolchain toolchain, CrossTools tools, Path elf) {
        Tool objdump = Tool.of(tools, "objdump");
        return parse(ToolRun.output(
                List.of(toolchain.require(objdump).toString(), "-d", "--no-show-raw-insn", elf.toString())));
    }

    static Listing parse(String text) {
        NavigableMap<Long, String> functions = new TreeMap<>();
        NavigableMap<Long, Instruction> instructions = new TreeMap<>();
        InstructionSet set = InstructionSet.of(text);
        for (String line : text.lines().toList()) {
            Matcher header = HEADER.matcher(line);
            if (header.matches() && !header.group(2).startsWith(LOCAL)) {
                functions.put(Long.parseLong(header.group(1), 16), header.group(2));
            } else if (InstructionSet.isInstruction(line)) {
                instructions.put(addressOf(line), set.parse(line));
            }
        }
        return new Listing(functions, instructions);
    }

    private static long addressOf(String line) {
        Matcher matcher = ADDRESS.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(line);
        }
        return Long.parseLong(matcher.group(1), 16);
    }

    /** The name of the function that an address lies in. */
    public String function(long address) {
        return functions.floorEntry(address).getValue();
    }

    /**
     * The first address of a function.
     *
     * @throws ThimbleException where there is none of this name
     */
    public long address(String function) {
        return functions.entrySet().stream()
                .filter(entry -> entry.getValue().equals(function))
                .findFirst()
                .orElseThrow(() -> new ThimbleException(ToolProblem.FUNCTION_UNKNOWN.at("", function)))
                .getKey();
    }

    /** The address of the instruction that lies before the one at this address. */
    public Optional<Long> before(long address) {
        return Optional.ofNullable(instructions.lowerKey(address)).filter(before -> address - before <= WIDE_BYTES);
    }

    /** The address behind an instruction; behind the last one before other data as if it were a wide one. */
    public long end(long address) {
        return Optional.ofNullable(instructions.higherKey(address))
                .map(next -> Math.min(next, address + WIDE_BYTES))
                .orElse(address + WIDE_BYTES);
    }

    /** The instructions of the function that begins there. */
    NavigableMap<Long, Instruction> body(long address) {
        Long next = functions.higherKey(address);
        return next == null ? instructions.tailMap(address, true) : instructions.subMap(address, true, next, false);
    }
}
