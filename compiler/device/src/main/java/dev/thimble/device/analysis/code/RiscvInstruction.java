package dev.thimble.device.analysis.code;

import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One RISC-V instruction as objdump prints it.
 *
 * @param mnemonic its name, pseudo-instructions included, compressed ones by the name of what they stand for
 * @param operands the rest of the line, comment removed
 * @param comment what objdump knows of the address that a register and a constant make, empty where nothing
 */
record RiscvInstruction(String mnemonic, String operands, String comment) implements Instruction {
    private static final Pattern LINE = Pattern.compile("\\s*[0-9a-f]+:\\s+(\\S+)(?:\\s+([^#]*))?(?:#\\s*(.*))?");
    private static final Pattern TARGET = Pattern.compile("(?:\\w+,){0,2}([0-9a-f]+) <.*>");
    private static final Pattern COMPUTED_TARGET = Pattern.compile("([0-9a-f]+) <.*>");
    private static final Pattern LOWERED = Pattern.compile("sp,sp,-(\\d+)");
    private static final Pattern LOWERED_BY_REGISTER = Pattern.compile("sp,(sp,[a-z]\\w*|[a-z]\\w*,sp)");

    /** They link where they name a register other than x0 first, or name none: a plain call is of ra. */
    private static final Set<String> JUMPS = Set.of("j", "jal");

    private static final Set<String> REGISTER_JUMPS = Set.of("jr", "jalr");
    private static final Set<String> BRANCHES = Set.of(
            "beq", "bne", "blt", "bge", "bltu", "bgeu", "bgt", "ble", "bgtu", "bleu", "beqz", "bnez", "blez", "bgez",
            "bltz", "bgtz");

    /** The instruction of a line of disassembly. */
    static RiscvInstruction parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(line);
        }
        return new RiscvInstruction(
                matcher.group(1).replaceFirst("^c\\.", ""),
                matcher.group(2) == null ? "" : matcher.group(2).strip(),
                matcher.group(3) == null ? "" : matcher.group(3).strip());
    }

    @Override
    public int pushed() {
        Matcher lowered = LOWERED.matcher(operands);
        boolean adds = mnemonic.equals("add") || mnemonic.equals("addi") || mnemonic.equals("addi16sp");
        return adds && lowered.matches() ? Integer.parseInt(lowered.group(1)) : 0;
    }

    @Override
    public OptionalLong target() {
        if (REGISTER_JUMPS.contains(mnemonic)) {
            return hex(COMPUTED_TARGET.matcher(comment));
        }
        return JUMPS.contains(mnemonic) || BRANCHES.contains(mnemonic)
                ? hex(TARGET.matcher(operands))
                : OptionalLong.empty();
    }

    private static OptionalLong hex(Matcher matcher) {
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1), 16)) : OptionalLong.empty();
    }

    @Override
    public boolean calls() {
        return mnemonic.equals("jalr") || (mnemonic.equals("jal") && !operands.startsWith("zero,"));
    }

    @Override
    public boolean indirect() {
        return REGISTER_JUMPS.contains(mnemonic)
                && target().isEmpty()
                && !(mnemonic.equals("jr") && operands.equals("ra"));
    }

    @Override
    public boolean variable() {
        return Set.of("sub", "and", "add").contains(mnemonic)
                && LOWERED_BY_REGISTER.matcher(operands).matches();
    }
}
