package dev.thimble.device.analysis.code;

import java.util.regex.Pattern;

/** Whose instructions a listing has, as its head says. */
enum InstructionSet {
    THUMB,
    RISCV;

    private static final Pattern INSTRUCTION = Pattern.compile("\\s*[0-9a-f]+:\\s+[^.\\s]\\S*(\\s.*)?");
    private static final String RISCV_FORMAT = "file format elf32-littleriscv";

    /** That of the whole text that objdump prints. */
    static InstructionSet of(String listing) {
        return listing.lines().limit(4).anyMatch(line -> line.endsWith(RISCV_FORMAT)) ? RISCV : THUMB;
    }

    /** Whether a line of it holds an instruction at all. */
    static boolean isInstruction(String line) {
        return INSTRUCTION.matcher(line).matches();
    }

    /** The instruction of such a line. */
    Instruction parse(String line) {
        return switch (this) {
            case THUMB -> ThumbInstruction.parse(line);
            case RISCV -> RiscvInstruction.parse(line);
        };
    }
}
