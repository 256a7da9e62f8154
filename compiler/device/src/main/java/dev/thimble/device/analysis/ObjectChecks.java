package dev.thimble.device.analysis;

import dev.thimble.device.board.CrossTools;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks into the objects of a package for what inference must not hold: foreign functions, floating point, writable
 * globals.
 *
 * @param toolchain where nm and objdump are
 * @param tools those of the board
 */
public record ObjectChecks(Toolchain toolchain, CrossTools tools) {
    /**
     * The integer helpers of the Arm run-time ABI (Arm IHI 0043), what gcc makes of struct copies, and its own helpers for
     * what Armv6-M, or a RISC-V of 32 bits, has no instruction for.
     */
    private static final Pattern ALLOWED =
            Pattern.compile("mem(cpy|set|move)|__aeabi_(u?i|u?l)div(mod|0)?|__aeabi_(lmul|llsl|llsr|lasr|u?lcmp)"
                    + "|__aeabi_mem(cpy|set|move|clr)[48]?|__gnu_thumb1_case_[us][qhi]+|__(c[lt]z|bswap|popcount)[sd]i2"
                    + "|__(u?div|u?mod|mul|ashl|ashr|lshr)[sd]i3");

    /** What the firmware gives (thimble/flash.h, thimble/fleet.h), and the comparison that both take of libc. */
    private static final Pattern GIVEN =
            Pattern.compile("thimble_(flash_(shape|erase|write|read|address|idle)|fleet_random)|memcmp");

    /** Single and double arithmetic, comparison and conversion of the same ABI, and libgcc's helpers of the same kind. */
    private static final Pattern FLOAT_HELPER =
            Pattern.compile("__aeabi_([fdh]\\w+|c[fd]\\w+|u?[il]2[fd]\\w*)|__gnu_[hfd]\\d?\\w*2\\w+|__\\w+[sdht]f\\d?"
                    + "|__fix(uns)?[sdht]f[sdt]i");

    /**
     * Arithmetic and conversions, and what moves single-precision registers to memory and back. Double and quadruple
     * registers may move: where there is Helium they hold vectors of integers. A RISC-V's are for floating point alone.
     */
    private static final Pattern FLOAT_INSTRUCTION =
            Pattern.compile("\\s*[0-9a-f]+:\\s+((c\\.)?f(lw|ld|sw|sd)(sp)?\\s.*|f(n?m)?(add|sub)\\.\\w.*"
                    + "|f(mul|div|sqrt|min|max|sgnjn?x?|cvt|mv|eq|lt|le|class)\\.\\w.*"
                    + "|v\\w+(\\.\\w+)?\\.f(16|32|64)\\S*\\s.*"
                    + "|v(ldr|str)\\S*\\s+s\\d.*|v(ldm|stm)\\S*\\s.*\\{s\\d.*|v(push|pop)\\S*\\s+\\{s\\d.*)");

    /** What the objects hold that they must not; empty when all is well. */
    public List<Finding> check(List<Path> objects) {
        Map<Path, List<Symbol>> symbols = new LinkedHashMap<>();
        objects.forEach(object -> symbols.put(object, symbols(object)));
        Set<String> defined = symbols.values().stream()
                .flatMap(List::stream)
                .filter(symbol -> symbol.type() != 'U')
                .map(Symbol::name)
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        symbols.forEach((object, own) -> {
            checkSymbols(object, own, defined, findings);
            checkInstructions(object, findings);
        });
        return findings;
    }

    private record Symbol(char type, String name) {}

    private static void checkSymbols(Path object, List<Symbol> symbols, Set<String> defined, List<Finding> findings) {
        String file = object.getFileName().toString();
        for (Symbol symbol : symbols) {
            if (FLOAT_HELPER.matcher(symbol.name()).matches()) {
                findings.add(new Finding(file, Finding.Rule.FLOATING_POINT, symbol.name()));
            } else if (symbol.type() == 'U' && !isAllowed(symbol.name(), defined)) {
                findings.add(new Finding(file, Finding.Rule.FOREIGN_FUNCTION, symbol.name()));
            } else if ("bBdDsSgGC".indexOf(symbol.type()) >= 0) {
                findings.add(new Finding(file, Finding.Rule.WRITABLE_GLOBAL, symbol.name()));
            }
        }
    }

    private static boolean isAllowed(String name, Set<String> defined) {
        return defined.contains(name)
                || ALLOWED.matcher(name).matches()
                || GIVEN.matcher(name).matches();
    }

    private void checkInstructions(Path object, List<Finding> findings) {
        String objdump = toolchain.require(Tool.of(tools, "objdump")).toString();
        ToolRun.output(List.of(objdump, "-d", "--no-show-raw-insn", object.toString()))
                .lines()
                .filter(line -> FLOAT_INSTRUCTION.matcher(line).matches())
                .map(line -> new Finding(object.getFileName().toString(), Finding.Rule.FLOATING_POINT, line.strip()))
                .forEach(findings::add);
    }

    private List<Symbol> symbols(Path object) {
        String nm = toolchain.require(Tool.of(tools, "nm")).toString();
        return ToolRun.output(List.of(nm, "--format=posix", object.toString()))
                .lines()
                .map(line -> line.split(" ", -1))
                .map(fields -> new Symbol(fields[1].charAt(0), fields[0]))
                // Mapping symbols ($t, $d) mark code and data for the disassembler.
                .filter(symbol -> !symbol.name().startsWith("$"))
                .toList();
    }
}
