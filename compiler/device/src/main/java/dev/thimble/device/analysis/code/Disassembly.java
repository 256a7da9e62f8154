package dev.thimble.device.analysis.code;

import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The functions of a linked firmware, by address. */
final class Disassembly {
    private final NavigableMap<Long, Function> functions;

    private Disassembly(NavigableMap<Long, Function> functions) {
        this.functions = functions;
    }

    static Disassembly of(Toolchain toolchain, FirmwareArtifacts firmware) {
        return of(Listing.of(toolchain, firmware.board().tools(), firmware.elf()));
    }

    static Disassembly of(Listing listing) {
        NavigableMap<Long, Function> functions = new TreeMap<>();
        listing.functions().keySet().forEach(address -> functions.put(address, function(listing, address)));
        return new Disassembly(functions);
    }

    /** The function that holds an address. */
    Function at(long address) {
        return Optional.ofNullable(functions.floorEntry(address))
                .orElseThrow(() -> new IllegalArgumentException("no function at " + Long.toHexString(address)))
                .getValue();
    }

    /** The functions of this name: more than one when static functions share it. */
    List<Function> named(String name) {
        return functions.values().stream()
                .filter(function -> function.name().equals(name))
                .toList();
    }

    /**
     * Armv6-M cannot take the return address from the stack and go there where something lies above it: gcc takes it into
     * a register, gives the rest back, and goes to what the register holds.
     */
    private static Function function(Listing listing, long address) {
        int pushed = 0;
        Set<Long> callees = new HashSet<>();
        List<String> indirect = new ArrayList<>();
        List<String> variable = new ArrayList<>();
        Optional<String> popped = Optional.empty();
        for (Map.Entry<Long, Instruction> entry : listing.body(address).entrySet()) {
            Instruction instruction = entry.getValue();
            pushed += instruction.pushed();
            instruction.target().stream()
                    .filter(target -> leaves(listing, address, target) || (instruction.calls() && target == address))
                    .map(target -> listing.functions().floorKey(target))
                    .forEach(callees::add);
            if (instruction.indirect() && popped.filter(instruction::goesTo).isEmpty()) {
                indirect.add(line(entry));
            }
            popped = instruction.givesBack() ? popped : instruction.popped();
            if (instruction.variable()) {
                variable.add(line(entry));
            }
        }
        return new Function(listing.functions().get(address), address, pushed, callees, indirect, variable);
    }

    /** A call to itself is recursion, a jump within itself is not; on Armv6-M far ones have the form of a call. */
    private static boolean leaves(Listing listing, long function, long target) {
        return listing.functions().floorKey(target) != function;
    }

    private static String line(Map.Entry<Long, Instruction> entry) {
        return Long.toHexString(entry.getKey()) + ": " + entry.getValue().text();
    }
}
