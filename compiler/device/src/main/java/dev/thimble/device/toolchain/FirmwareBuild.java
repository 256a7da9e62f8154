package dev.thimble.device.toolchain;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
import dev.thimble.device.board.LinkerScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds a package with the line protocol as a firmware.
 *
 * @param toolchain where the board's tools are
 * @param board what to build for
 */
public record FirmwareBuild(Toolchain toolchain, Board board) {
    private static final Pattern UNDECLARED = Pattern.compile("memory region `(\\w+)' not declared");
    private static final Pattern OVERFLOW = Pattern.compile("region `(\\w+)' overflowed by (\\d+) bytes");

    /** ELF, bin, hex and map in {@code build/<board>} (or {@code build/<board>-trace}, {@code -profile}) of the package. */
    public FirmwareArtifacts build(CompiledPackage target, FirmwareOptions options) {
        return target.alone(() -> linked(target, options, compiled(target, options)));
    }

    /**
     * The objects of a build linked once more with another stack, since no object depends on its size. The results take
     * the place of those that were built; a firmware that does not fit leaves none.
     *
     * @param options those of the build, with the other stack
     */
    public FirmwareArtifacts relinked(CompiledPackage target, FirmwareOptions options, FirmwareArtifacts built) {
        return target.alone(() -> {
            Stream.concat(Stream.of(built.elf(), built.bin(), built.hex(), built.map()), built.uf2().stream())
                    .forEach(FirmwareBuild::delete);
            return linked(target, options, Objects.of(built));
        });
    }

    /** What the linker takes: the package's own objects, and those of the line protocol and the board. */
    private record Objects(Path build, List<Path> own, List<Path> harness) {
        static Objects of(FirmwareArtifacts built) {
            return new Objects(built.elf().getParent(), built.objects(), built.harness());
        }

        List<Path> all() {
            return Stream.concat(own.stream(), harness.stream()).toList();
        }
    }

    /** Where the protocol jumps by a table of addresses the stack has no bound: the jump may be a call. */
    private Objects compiled(CompiledPackage target, FirmwareOptions options) {
        List<Path> sources = target.sources();
        Stream<String> results =
                Stream.of(".elf", ".bin", ".hex", ".map", Uf2File.ENDING).map(ending -> target.name() + ending);
        Path build = target.freshBuild(
                board.name() + options.instrumentation().suffix(),
                Stream.of(sources, harness(target, options).sources(), List.of(Path.of(FirmwareUpdates.FILE)))
                        .flatMap(List::stream)
                        .toList(),
                Stream.concat(results, Stream.of(LinkerScript.FILE, FirmwareUpdates.FILE))
                        .toList());
        Compilation compilation = new Compilation(compiler(), flags(target, options), CompiledPackage.objects(build));
        Map<Boolean, List<Path>> byPart = compilation.with(target.includes()).compile(sources).stream()
                .collect(Collectors.partitioningBy(object -> object.endsWith("thimble_app.o")));
        List<Path> harness = new ArrayList<>(byPart.get(true));
        harness.addAll(compilation
                .with(List.of("-fno-jump-tables"))
                .with(options.updates().isPresent() || target.isTrainable() ? target.includes() : List.of())
                .compile(around(target, options, build)));
        return new Objects(build, byPart.get(false), harness);
    }

    private FirmwareArtifacts linked(CompiledPackage target, FirmwareOptions options, Objects objects) {
        Path build = objects.build();
        Path elf = link(target, options, objects.all(), build);
        FirmwareArtifacts made = new FirmwareArtifacts(
                board,
                elf,
                image(elf, build.resolve(target.name() + ".bin"), "binary", imageSections()),
                image(elf, build.resolve(target.name() + ".hex"), "ihex"),
                map(target, build),
                objects.own(),
                objects.harness(),
                CompiledPackage.list(CompiledPackage.objects(build), ".su"));
        made.uf2().ifPresent(file -> writeUf2(made.bin(), file));
        return made;
    }

    private void writeUf2(Path bin, Path file) {
        Uf2File format = new Uf2File(
                board.uf2().orElseThrow(), board.memoryOf(Section.CODE).region().origin());
        try {
            Files.write(file, format.of(Files.readAllBytes(bin)));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** The sections that lie in the memory of the code; every class elsewhere has an image in ELF and hex only. */
    private String[] imageSections() {
        BoardMemory code = board.memoryOf(Section.CODE);
        List<String> removed = new ArrayList<>(List.of("--remove-section=.boot"));
        for (Section section : Section.constants()) {
            if (!code.holds().contains(section)) {
                removed.add("--remove-section=" + section.linkerName());
            }
        }
        return removed.toArray(String[]::new);
    }

    private Harness harness(CompiledPackage target, FirmwareOptions options) {
        Harness plain = options.updates().isPresent() ? Harness.updatable(board) : new Harness(board);
        return target.isTrainable() ? plain.training() : plain;
    }

    /** All sources but the package's. */
    private List<Path> around(CompiledPackage target, FirmwareOptions options, Path build) {
        Optional<Path> device =
                options.updates().map(updates -> write(build.resolve(FirmwareUpdates.FILE), updates.description()));
        return Stream.concat(harness(target, options).sources().stream(), device.stream())
                .toList();
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ThimbleException unwritable(Path file, IOException e) {
        return new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", file.getParent(), e.toString()), e);
    }

    private List<String> flags(CompiledPackage target, FirmwareOptions options) {
        List<String> flags = new ArrayList<>(Compilation.STRICT);
        flags.addAll(board.tools().compilerFlags());
        flags.add(options.optimization().flag());
        flags.addAll(List.of("-ffunction-sections", "-fdata-sections", "-fstack-usage"));
        flags.addAll(harness(target, options).includes());
        flags.addAll(target.isTrainable() ? List.of(Harness.TRAINING_FLAG) : List.of());
        flags.addAll(options.instrumentation().flags());
        flags.addAll(options.updates().map(FirmwareUpdates::flags).orElse(List.of()));
        return flags;
    }

    private Path compiler() {
        return toolchain.require(Tool.compiler(board.tools()));
    }

    private Path link(CompiledPackage target, FirmwareOptions options, List<Path> objects, Path build) {
        Path elf = build.resolve(target.name() + ".elf");
        List<String> command = new ArrayList<>(List.of(compiler().toString()));
        command.addAll(board.tools().compilerFlags());
        command.addAll(board.tools().linkerFlags());
        command.addAll(List.of("-Wl,--gc-sections", "-Wl,--fatal-warnings"));
        command.addAll(kept(target));
        command.addAll(harness(target, options).linkerFlags(build));
        command.add(String.format(Locale.ROOT, "-Wl,--defsym=thimble_stack_size=%d", options.stackBytes()));
        // in the build's folder: in the path of a map the linker takes a percent sign for the program's name
        command.addAll(List.of("-Xlinker", "-Map=" + map(target, build).getFileName()));
        objects.forEach(object -> command.add(object.toString()));
        command.addAll(board.tools().libraries());
        command.addAll(List.of("-o", elf.toString()));
        ToolRun run = ToolRun.in(build, command, ToolRun.LIMIT);
        checkRegions(run);
        run.required();
        return elf;
    }

    /**
     * What makes an image of what was learned is linked where nothing calls it, too: a firmware that takes no updates
     * has no place for the image, but its code and stack are part of what a trainer takes.
     */
    private static List<String> kept(CompiledPackage target) {
        return target.trainers().stream()
                .flatMap(model -> Stream.of("round", "rounded").map(call -> "-Wl,-u,thimble_" + model + "_" + call))
                .toList();
    }

    private void checkRegions(ToolRun run) {
        Matcher undeclared = UNDECLARED.matcher(run.output());
        if (undeclared.find()) {
            throw new ThimbleException(
                    MemoryProblem.REGION_MISSING.at(LinkerScript.FILE, board.name(), undeclared.group(1)));
        }
        Matcher overflow = OVERFLOW.matcher(run.output());
        if (overflow.find()) {
            throw new ThimbleException(MemoryProblem.FIRMWARE_TOO_LARGE.at(
                    "", overflow.group(1) + " of " + board.name(), overflow.group(2) + " bytes"));
        }
    }

    private static Path map(CompiledPackage target, Path build) {
        return build.resolve(target.name() + ".map");
    }

    /** The binary image is one memory's alone: sections far from it would make it as long as the way there. */
    private Path image(Path elf, Path image, String format, String... options) {
        String objcopy = toolchain.require(Tool.of(board.tools(), "objcopy")).toString();
        List<String> command = new ArrayList<>(List.of(objcopy, "-O", format));
        command.addAll(List.of(options));
        command.addAll(List.of(elf.toString(), image.toString()));
        ToolRun.output(command);
        return image;
    }
}
