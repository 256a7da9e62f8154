package dev.thimble.device.analysis.code;

import java.util.Optional;
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

    /** The one register that it takes from the stack; nothing where it takes none, or more. */
    default Optional<String> popped() {
        return Optional.empty();
    }

    /** Whether all that it does is to give stack back. */
    default boolean givesBack() {
        return false;
    }

    /** Whether it goes to the address that a register holds. */
    default boolean goesTo(String register) {
        return false;
    }

    /** Whether it lowers the stack pointer by what a register holds, a constant that is too large for it or not. */
    boolean variable();
}
