package dev.thimble.device.analysis.thumb;

import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Thumb instruction as objdump prints it.
 *
 * @param mnemonic without its width suffix
 * @param operands the rest of the line, comment removed
 */
public record Instruction(String mnemonic, String operands) {
    private static final Pattern LINE = Pattern.compile("\\s*[0-9a-f]+:\\s+(\\S+)(?:\\s+(.*))?");
    private static final Pattern TARGET = Pattern.compile("(?:\\w+, )?([0-9a-f]+) <.*>");
    private static final Pattern IMMEDIATE = Pattern.compile("#(-?\\d+)");
    private static final Pattern PRE_INDEXED = Pattern.compile(".*\\[sp, #-(\\d+)\\]!");
    private static final Set<String> CONDITIONS =
            Set.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le");

    /** The instruction of a line of disassembly. */
    static Instruction parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(line);
        }
        String operands = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("\\s*[@;].*", "");
        return new Instruction(matcher.group(1).replaceAll("\\.[nw]$", ""), operands.strip());
    }

    /** Whether the line holds an instruction at all. */
    static boolean isInstruction(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() && !matcher.group(1).startsWith(".");
    }

    /** As objdump prints it, without its address. */
    String text() {
        return operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
    }

    /** Bytes that it takes from the stack. */
    int pushed() {
        if (mnemonic.equals("push")
                || mnemonic.equals("vpush")
                || (mnemonic.startsWith("stmdb") && operands.startsWith("sp!"))) {
            return 4 * RegisterList.words(operands);
        }
        Matcher preIndexed = PRE_INDEXED.matcher(operands);
        if (mnemonic.startsWith("str") && preIndexed.matches()) {
            return Integer.parseInt(preIndexed.group(1));
        }
        return isBase("sub") ? immediate() : 0;
    }

    /** Where it calls or jumps to, if it does and the target is a constant. */
    OptionalLong target() {
        Matcher matcher = TARGET.matcher(operands);
        boolean branches = isBase("b") || isBase("bl") || isBase("cbz") || isBase("cbnz");
        return branches && matcher.matches()
                ? OptionalLong.of(Long.parseLong(matcher.group(1), 16))
                : OptionalLong.empty();
    }

    /** Whether it goes to an address from a register or from memory that is not the return address. */
    boolean indirect() {
        if (isBase("blx")) {
            return true;
        }
        if (isBase("bx")) {
            return !operands.equals("lr");
        }
        boolean loadsCounter = isBase("ldr") && operands.startsWith("pc,") && !operands.startsWith("pc, [sp]");
        return loadsCounter || (isBase("mov") && operands.startsWith("pc,") && !operands.equals("pc, lr"));
    }

    /** Whether it lowers the stack pointer by what a register holds. */
    boolean variable() {
        return (mnemonic.startsWith("sub") || mnemonic.startsWith("bic") || mnemonic.startsWith("and"))
                && operands.startsWith("sp")
                && !IMMEDIATE.matcher(operands).find();
    }

    private boolean isBase(String base) {
        if (base.equals("sub")) {
            return mnemonic.startsWith("sub")
                    && operands.startsWith("sp,")
                    && IMMEDIATE.matcher(operands).find();
        }
        return mnemonic.equals(base)
                || (mnemonic.startsWith(base) && CONDITIONS.contains(mnemonic.substring(base.length())));
    }

    private int immediate() {
        Matcher matcher = IMMEDIATE.matcher(operands);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
