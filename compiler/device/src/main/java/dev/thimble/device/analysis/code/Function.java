package dev.thimble.device.analysis.code;

import java.util.List;
import java.util.Set;

/**
 * A function as the linked firmware has it.
 *
 * @param name its symbol
 * @param address its first address, which tells static functions of one name apart
 * @param pushed bytes that its instructions take from the stack, each counted once
 * @param callees addresses that it calls or jumps to outside of itself
 * @param indirect instructions that call or jump through a register
 * @param variable instructions that move the stack pointer by an amount that is not a constant, or is too large for one
 */
record Function(
        String name, long address, int pushed, Set<Long> callees, List<String> indirect, List<String> variable) {

    Function {
        callees = Set.copyOf(callees);
        indirect = List.copyOf(indirect);
        variable = List.copyOf(variable);
    }
}
