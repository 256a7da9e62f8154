package dev.thimble.device.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code board.yml} as it is written; {@link Boards} turns it into a {@link Board}. Boot and emulator may be null. */
record BoardFile(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String cpu,
        @JsonProperty(required = true) String architecture,
        @JsonProperty(required = true) int tier,
        @JsonProperty(required = true) String kernels,

        @JsonProperty(value = "compiler_flags", required = true)
        List<String> compilerFlags,

        @JsonProperty(required = true) List<String> layers,
        @JsonProperty(required = true) List<MemoryFile> memories,

        @JsonSetter(nulls = Nulls.SET) RegionFile boot,

        @JsonSetter(nulls = Nulls.SET) EmulatorFile emulator) {

    record RegionFile(
            @JsonProperty(required = true) String origin,
            @JsonProperty(required = true) String size) {

        Region region() {
            return new Region(Long.decode(origin), Long.decode(size));
        }
    }

    record MemoryFile(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) String origin,
            @JsonProperty(required = true) String size,
            @JsonProperty(required = true) List<String> holds) {

        BoardMemory memory() {
            return new BoardMemory(
                    name,
                    MemoryKind.named(kind).orElseThrow(() -> unknown("kind of memory", kind)),
                    new RegionFile(origin, size).region(),
                    holds.stream()
                            .map(word -> Section.named(word).orElseThrow(() -> unknown("section class", word)))
                            .collect(Collectors.toUnmodifiableSet()));
        }

        private static IllegalArgumentException unknown(String what, String word) {
            return new IllegalArgumentException("there is no " + what + " \"" + word + "\"");
        }
    }

    record EmulatorFile(
            @JsonProperty(required = true) String machine,

            @JsonProperty(value = "icount_shift", required = true)
            int icountShift) {

        Emulator emulator() {
            return new Emulator(machine, icountShift);
        }
    }

    private KernelSet kernelSet() {
        return KernelSets.named(kernels)
                .orElseThrow(() -> new IllegalArgumentException("there are no kernels \"" + kernels + "\""));
    }

    /** The folder beside the board's own that has this name; an underscore marks it as none of a board. */
    private static Path layer(Path folder, String name) {
        return Optional.of(folder.resolveSibling(name))
                .filter(layer -> name.matches("_\\w+") && Files.isDirectory(layer))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no layer \"" + name + "\": a layer is a folder in boards whose name begins with _"));
    }

    /** The board whose folder this is. */
    Board board(Path folder) {
        return new Board(
                name,
                title,
                cpu,
                architecture,
                tier,
                kernelSet(),
                compilerFlags,
                layers.stream().map(name -> layer(folder, name)).toList(),
                memories.stream().map(MemoryFile::memory).toList(),
                Optional.ofNullable(boot).map(RegionFile::region),
                Optional.ofNullable(emulator).map(EmulatorFile::emulator),
                folder);
    }
}
