package dev.thimble.device.analysis.code;

import java.util.Optional;
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
record ThumbInstruction(String mnemonic, String operands) implements Instruction {
    private static final Pattern LINE = Pattern.compile("\\s*[0-9a-f]+:\\s+(\\S+)(?:\\s+(.*))?");
    private static final Pattern TARGET = Pattern.compile("(?:\\w+, )?([0-9a-f]+) <.*>");
    private static final Pattern IMMEDIATE = Pattern.compile("#(-?\\d+)");
    private static final Pattern PRE_INDEXED = Pattern.compile(".*\\[sp, #-(\\d+)\\]!");
    private static final Pattern ONE_REGISTER = Pattern.compile("\\{(r\\d+)\\}");
    private static final Set<String> CONDITIONS =
            Set.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le");

    /** The instruction of a line of disassembly. */
    static ThumbInstruction parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(line);
        }
        String operands = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("\\s*[@;].*", "");
        return new ThumbInstruction(matcher.group(1).replaceAll("\\.[nw]$", ""), operands.strip());
    }

    @Override
    public int pushed() {
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

    @Override
    public OptionalLong target() {
        Matcher matcher = TARGET.matcher(operands);
        boolean branches = isBase("b") || isBase("bl") || isBase("cbz") || isBase("cbnz");
        return branches && matcher.matches()
                ? OptionalLong.of(Long.parseLong(matcher.group(1), 16))
                : OptionalLong.empty();
    }

    @Override
    public boolean calls() {
        return mnemonic.equals("bl");
    }

    @Override
    public boolean indirect() {
        if (isBase("blx")) {
            return true;
        }
        if (isBase("bx")) {
            return !operands.equals("lr");
        }
        boolean loadsCounter = isBase("ldr") && operands.startsWith("pc,") && !operands.startsWith("pc, [sp]");
        return loadsCounter || (isBase("mov") && operands.startsWith("pc,") && !operands.equals("pc, lr"));
    }

    @Override
    public Optional<String> popped() {
        Matcher one = ONE_REGISTER.matcher(operands);
        return mnemonic.equals("pop") && one.matches() ? Optional.of(one.group(1)) : Optional.empty();
    }

    @Override
    public boolean givesBack() {
        return mnemonic.startsWith("add")
                && operands.startsWith("sp,")
                && IMMEDIATE.matcher(operands).find();
    }

    @Override
    public boolean goesTo(String register) {
        return isBase("bx") && operands.equals(register);
    }

    @Override
    public boolean variable() {
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
