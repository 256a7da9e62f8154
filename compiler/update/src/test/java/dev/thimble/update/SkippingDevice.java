package dev.thimble.update;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A device that takes a package and skips one instruction on the way, over and over. */
final class SkippingDevice implements AutoCloseable {
    private static final Pattern HEADER = Pattern.compile("([0-9a-f]+) <(.+)>:");
    private static final Pattern INSTRUCTION =
            Pattern.compile("\\s+([0-9a-f]+):\\s+([0-9a-f]{4}(?: [0-9a-f]{4})?)\\s+[a-z].*");

    private static final Pattern TRANSLATED = Pattern.compile("(?m)^0x([0-9a-f]{8}):");

    /** Bytes of the longest instruction. */
    private static final int LONGEST = 4;

    /** What the C library brings, which the check of a signature calls. */
    private static final Set<String> LIBRARY = Set.of("memcpy", "memcmp", "memset");

    private static final List<String> STORE = List.of("conditions.o", "update.o");
    private static final List<String> READER =
            List.of("cbor.o", "envelope.o", "keys.o", "lms.o", "manifest.o", "package.o", "sha256.o", "verdict.o");

    /**
     * One execution of an instruction.
     *
     * @param chunk the part of the package's way that it is in: 0 for the beginning, then each chunk, then the end
     * @param hit which of its executions in that part, from 1
     */
    record Execution(long address, int chunk, int hit) {}

    private final UpdateFirmware firmware;
    private final Path input;
    private final Map<String, Long> symbols;
    private final Debugger debugger;

    private SkippingDevice(UpdateFirmware firmware, Path input, List<String> options) throws IOException {
        this.firmware = firmware;
        this.input = input;
        this.symbols = symbols(firmware);
        List<String> command = new ArrayList<>(firmware.command(input));
        command.addAll(options);
        this.debugger = Debugger.start(command, input.resolveSibling("console.txt"));
        debugger.stopAt(symbol("update_started"));
        debugger.stopAt(symbol("thimble_fault_go_on"));
    }

    static SkippingDevice start(UpdateFirmware firmware, Path input) throws IOException {
        return new SkippingDevice(firmware, input, List.of());
    }

    private static Map<String, Long> symbols(UpdateFirmware firmware) {
        return firmware.tool("nm", List.of(firmware.artifacts().elf().toString()))
                .lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(
                        fields -> fields[2], fields -> Long.parseLong(fields[0], 16), (one, other) -> one));
    }

    private long symbol(String name) {
        return symbols.get(name);
    }

    /** The bytes of each instruction of the check of signatures, by address. */
    Map<Long, Integer> instructions() {
        Set<String> functions = functions();
        Map<Long, Integer> bytes = new TreeMap<>();
        boolean wanted = false;
        String text = firmware.tool(
                "objdump", List.of("-d", firmware.artifacts().elf().toString()));
        for (String line : text.lines().toList()) {
            Matcher header = HEADER.matcher(line);
            Matcher instruction = INSTRUCTION.matcher(line);
            if (header.matches()) {
                wanted = functions.contains(header.group(2));
            } else if (wanted && instruction.matches()) {
                bytes.put(
                        Long.parseLong(instruction.group(1), 16),
                        instruction.group(2).length() / 2);
            }
        }
        return bytes;
    }

    private Set<String> functions() {
        List<String> objects = firmware.artifacts().objects().stream()
                .map(Path::toString)
                .filter(object -> Stream.concat(STORE.stream(), READER.stream()).anyMatch(object::endsWith))
                .toList();
        return Stream.concat(
                        LIBRARY.stream(),
                        firmware.tool("nm", objects)
                                .lines()
                                .filter(line -> line.matches("\\S+ [tT] \\w.*"))
                                .map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                .collect(Collectors.toSet());
    }

    /** The first and the last execution of each of these instructions, as far as they are executed at all. */
    List<Execution> executions(Set<Long> addresses) throws IOException {
        Map<Long, NavigableSet<Integer>> chunks = findChunks(addresses);
        List<Execution> executions = new ArrayList<>();
        new TreeMap<>(countHits(chunks)).forEach((address, hits) -> {
            Execution first = new Execution(address, chunks.get(address).first(), 1);
            Execution last = new Execution(address, chunks.get(address).last(), hits);
            executions.addAll(first.equals(last) ? List.of(first) : List.of(first, last));
        });
        return executions;
    }

    /**
     * In which parts of the way each may be executed: QEMU logs what it translates, and translates anew what has been
     * written to since.
     */
    private Map<Long, NavigableSet<Integer>> findChunks(Set<Long> addresses) throws IOException {
        Map<Long, NavigableSet<Integer>> chunks = new HashMap<>();
        Path log = input.resolveSibling("translated.txt");
        try (SkippingDevice logged =
                new SkippingDevice(firmware, input, List.of("-d", "in_asm", "-D", log.toString()))) {
            logged.goToChunk(0);
            logged.debugger.stopAt(symbol("update_restart"));
            long at = symbol("update_chunk");
            for (int chunk = 0; at == symbol("update_chunk"); chunk++) {
                long read = Files.size(log);
                logged.debugger.rewrite(Collections.min(addresses), Collections.max(addresses) + LONGEST);
                at = logged.debugger.goOn();
                for (long address : translated(log, read)) {
                    if (addresses.contains(address)) {
                        chunks.computeIfAbsent(address, each -> new TreeSet<>()).add(chunk);
                    }
                }
            }
        }
        return chunks;
    }

    /** The addresses in a log behind its first bytes. */
    private static List<Long> translated(Path log, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(log)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(bytes, from);
            return TRANSLATED
                    .matcher(new String(bytes.array(), StandardCharsets.US_ASCII))
                    .results()
                    .map(found -> Long.valueOf(found.group(1), 16))
                    .toList();
        }
    }

    private void stopAtAll(Set<Long> addresses) throws IOException {
        for (long address : addresses) {
            debugger.stopAt(address);
        }
    }

    private void passByAll(Set<Long> addresses) throws IOException {
        for (long address : addresses) {
            debugger.passBy(address);
        }
    }

    /**
     * How often each is executed in the last part of the way in which it is. Parts behind that are removed: what was
     * translated in them was not executed after all.
     */
    private Map<Long, Integer> countHits(Map<Long, NavigableSet<Integer>> chunks) throws IOException {
        Map<Long, Integer> hits = new HashMap<>();
        Map<Integer, Set<Long>> byChunk = lastChunks(chunks, hits.keySet());
        while (!byChunk.isEmpty()) {
            for (Map.Entry<Integer, Set<Long>> each : byChunk.entrySet()) {
                countHits(each.getKey(), each.getValue(), hits);
                each.getValue().stream()
                        .filter(address -> !hits.containsKey(address))
                        .forEach(address -> chunks.get(address).pollLast());
            }
            byChunk = lastChunks(chunks, hits.keySet());
        }
        return hits;
    }

    /** The instructions that are not among the known ones, by the last part of the way that is left of theirs. */
    private static Map<Integer, Set<Long>> lastChunks(Map<Long, NavigableSet<Integer>> chunks, Set<Long> known) {
        return chunks.entrySet().stream()
                .filter(each ->
                        !known.contains(each.getKey()) && !each.getValue().isEmpty())
                .collect(Collectors.groupingBy(
                        each -> each.getValue().last(), Collectors.mapping(Map.Entry::getKey, Collectors.toSet())));
    }

    private void countHits(int chunk, Set<Long> addresses, Map<Long, Integer> hits) throws IOException {
        goToChunk(chunk);
        stopAtAll(addresses);
        debugger.stopAt(symbol("update_restart"));
        long at = debugger.goOn();
        while (addresses.contains(at)) {
            hits.merge(at, 1, Integer::sum);
            at = debugger.goOn();
        }
        passByAll(addresses);
        passByAll(Set.of(symbol("update_restart"), symbol("update_chunk")));
    }

    /** From power on to where a part of the way begins. */
    private void goToChunk(int chunk) throws IOException {
        debugger.reset();
        debugger.stopAt(symbol("update_chunk"));
        debugger.run();
        for (int passed = 0; passed < chunk; passed++) {
            debugger.goOn();
        }
        if (debugger.programCounter() != symbol("update_chunk") || debugger.read(0) != chunk) {
            throw new IllegalStateException("no chunk " + chunk);
        }
    }

    /** The slot that the device starts with after all of the package, or a fault or the watchdog's end of it. */
    int startsWith() throws IOException {
        goToChunk(0);
        debugger.passBy(symbol("update_chunk"));
        return nextSlot(debugger.goOn());
    }

    /** The same where an execution is left out of an instruction of so many bytes. */
    int startsWithout(Execution execution, int bytes) throws IOException {
        goToChunk(execution.chunk());
        debugger.passBy(symbol("update_chunk"));
        debugger.stopAt(execution.address());
        for (int hit = 0; hit < execution.hit(); hit++) {
            if (debugger.goOn() != execution.address()) {
                throw new IllegalStateException("not executed: " + execution);
            }
        }
        debugger.passBy(execution.address());
        debugger.skip(bytes);
        return nextSlot(debugger.run());
    }

    /** The slot of the next start, once the core has stopped before it or in a fault. */
    private int nextSlot(long stopped) throws IOException {
        long at = stopped;
        if (at == symbol("thimble_fault_go_on")) {
            debugger.jump(symbol("update_restart"), symbol("thimble_stack_top"));
            at = debugger.run();
        }
        if (at != symbol("update_started")) {
            throw new IllegalStateException("stopped at " + Long.toHexString(at));
        }
        return (int) debugger.read(0);
    }

    @Override
    public void close() throws IOException {
        debugger.close();
    }
}
