package dev.thimble.device.analysis.code;

import java.util.OptionalLong;

/** One instruction as objdump prints it. */
public sealed interface Instruction permits ThumbInstruction, RiscvInstruction {
    /** Its name, without a suffix that tells its width. */
    String mnemonic();

    /** The rest of the line, without a comment. */
    String operands();

    /** As objdump prints it, without its address. */
    default String text() {
        return operands().isEmpty() ? mnemonic() : mnemonic() + " " + operands();
    }

    /** Bytes that it takes from the stack. */
    int pushed();

    /** Where it calls or jumps to, if it does and the target is a constant. */
    OptionalLong target();

    /** Whether it calls: it goes there and keeps the address behind it. */
    boolean calls();

    /** Whether it goes to an address from a register or from memory that is not the return address. */
    boolean indirect();

    /** Whether it lowers the stack pointer by what a register holds, a constant that is too large for it or not. */
    boolean variable();
}
