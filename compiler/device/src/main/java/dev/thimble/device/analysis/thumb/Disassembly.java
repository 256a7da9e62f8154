package dev.thimble.device.analysis.thumb;

import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions of a linked firmware, by address. */
final class Disassembly {
    private static final Pattern HEADER = Pattern.compile("([0-9a-f]+) <(.+)>:");

    private final NavigableMap<Long, Function> functions;

    private Disassembly(NavigableMap<Long, Function> functions) {
        this.functions = functions;
    }

    static Disassembly of(Toolchain toolchain, FirmwareArtifacts firmware) {
        Tool objdump = Tool.of(firmware.board().tools(), "objdump");
        return parse(ToolRun.output(List.of(
                toolchain.require(objdump).toString(),
                "-d",
                "--no-show-raw-insn",
                firmware.elf().toString())));
    }

    static Disassembly parse(String text) {
        NavigableMap<Long, List<String>> bodies = new TreeMap<>();
        NavigableMap<Long, String> names = new TreeMap<>();
        List<String> body = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                long address = Long.parseLong(header.group(1), 16);
                body = new ArrayList<>();
                bodies.put(address, body);
                names.put(address, header.group(2));
            } else if (Instruction.isInstruction(line)) {
                body.add(line);
            }
        }
        NavigableMap<Long, Function> functions = new TreeMap<>();
        bodies.forEach((address, lines) -> functions.put(address, function(names, address, lines)));
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

    private static Function function(NavigableMap<Long, String> names, long address, List<String> lines) {
        int pushed = 0;
        Set<Long> callees = new HashSet<>();
        List<String> indirect = new ArrayList<>();
        List<String> variable = new ArrayList<>();
        for (String line : lines) {
            Instruction instruction = Instruction.parse(line);
            pushed += instruction.pushed();
            instruction.target().stream()
                    .map(target -> names.floorKey(target))
                    // A call to itself is recursion, a jump within itself is not.
                    .filter(callee ->
                            callee != address || instruction.mnemonic().equals("bl"))
                    .forEach(callees::add);
            if (instruction.indirect()) {
                indirect.add(line.strip());
            }
            if (instruction.variable()) {
                variable.add(line.strip());
            }
        }
        return new Function(names.get(address), address, pushed, callees, indirect, variable);
    }
}
