package dev.thimble.device.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code board.yml} as it is written; {@link Boards} turns it into a {@link Board}. Flash, updates, boot, uf2 and emulator may be null. */
record BoardFile(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String cpu,
        @JsonProperty(required = true) String architecture,
        @JsonProperty(required = true) int tier,
        @JsonProperty(required = true) String kernels,

        @JsonProperty(value = "clock_hz", required = true) long clockHz,

        @JsonSetter(nulls = Nulls.SET) FlashFile flash,

        @JsonProperty(value = "compiler_flags", required = true)
        List<String> compilerFlags,

        @JsonProperty(required = true) List<String> layers,

        @JsonSetter(nulls = Nulls.SET) List<String> updates,

        @JsonProperty(required = true) List<MemoryFile> memories,

        @JsonSetter(nulls = Nulls.SET) RegionFile boot,

        @JsonSetter(nulls = Nulls.SET) Uf2File uf2,

        @JsonSetter(nulls = Nulls.SET) Map<String, String> emulator) {

    /** How the file is called in a board's folder. */
    static final String FILE = "board.yml";

    record FlashFile(
            @JsonProperty(value = "wait_states", required = true)
            int waitStates,

            @JsonProperty(value = "line_bytes", required = true)
            int lineBytes) {

        FlashTiming timing() {
            return new FlashTiming(waitStates, lineBytes);
        }
    }

    record RegionFile(
            @JsonProperty(required = true) String origin,
            @JsonProperty(required = true) String size) {

        Region region() {
            return new Region(Long.decode(origin), Long.decode(size));
        }
    }

    record Uf2File(@JsonProperty(required = true) String family) {

        Uf2 uf2() {
            return new Uf2(Long.decode(family));
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

    private KernelSet kernelSet() {
        return KernelSets.named(kernels)
                .orElseThrow(() -> new IllegalArgumentException("there are no kernels \"" + kernels + "\""));
    }

    /** The board whose folder this is. */
    Board board(Path folder) {
        if (!folder.endsWith(name)) {
            throw new IllegalArgumentException("its name is \"" + name + "\" and its folder's is another");
        }
        Layers all = Layers.named(layers, folder);
        return new Board(
                name,
                title,
                cpu,
                architecture,
                tier,
                kernelSet(),
                new Speed(
                        clockHz,
                        Optional.ofNullable(flash).map(FlashFile::timing).orElse(FlashTiming.NO_WAITING)),
                tools(all),
                all.shared(),
                Layers.named(Optional.ofNullable(updates).orElse(List.of()), folder)
                        .shared(),
                memories.stream().map(MemoryFile::memory).toList(),
                Optional.ofNullable(boot).map(RegionFile::region),
                Optional.ofNullable(uf2).map(Uf2File::uf2),
                Optional.ofNullable(emulator).map(words -> emulator(all, words)),
                folder);
    }

    private CrossTools tools(Layers all) {
        return new DescriptionFile(all.only(CrossTools.FILE))
                .read(CrossTools.class, tools -> tools.with(compilerFlags));
    }

    private static Emulator emulator(Layers all, Map<String, String> words) {
        Path file = all.only(EmulatorFile.FILE);
        return new DescriptionFile(file)
                .read(EmulatorFile.class, Function.identity())
                .emulator(words, file.getParent());
    }
}
