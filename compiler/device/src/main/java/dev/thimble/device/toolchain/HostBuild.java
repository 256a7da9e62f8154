package dev.thimble.device.toolchain;

import dev.thimble.folder.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds a package for the machine it is built on.
 *
 * @param toolchain where gcc is
 * @param installation for {@code boards/_harness}
 */
public record HostBuild(Toolchain toolchain, Installation installation) {

    /** The executable and the library in {@code build/host} (or host-sanitize, host-trace) of the package. */
    public HostArtifacts build(CompiledPackage target, HostOptions options) {
        return target.alone(() -> buildAlone(target, options));
    }

    private HostArtifacts buildAlone(CompiledPackage target, HostOptions options) {
        List<Path> sources = target.sources();
        Path compiler = toolchain.require(Tool.GCC);
        List<Path> all =
                Stream.concat(sources.stream(), harness(target).stream()).toList();
        Path build = target.freshBuild(options.folder(), all, List.of(target.name(), library(target)));
        Compilation compilation = new Compilation(compiler, flags(target, options), CompiledPackage.objects(build));
        List<Path> own = compilation.with(target.includes()).compile(sources);
        List<Path> shared = compilation
                .with(target.isTrainable() ? target.includes() : List.of())
                .compile(harness(target));
        Path library = archive(target, own, build);
        return new HostArtifacts(link(target, options, compiler, own, shared, build), library);
    }

    private List<Path> harness(CompiledPackage target) {
        return Stream.concat(
                        layers(target).stream().flatMap(layer -> CompiledPackage.list(layer, ".c").stream()),
                        Stream.of(layer().resolve("host/main.c")))
                .toList();
    }

    private List<Path> layers(CompiledPackage target) {
        List<Path> training = target.isTrainable() ? Harness.trainingLayers(layer().getParent()) : List.of();
        return Stream.concat(Stream.of(layer()), training.stream()).toList();
    }

    private Path layer() {
        return installation.harness();
    }

    private static String library(CompiledPackage target) {
        return "lib" + target.name() + ".a";
    }

    private List<String> flags(CompiledPackage target, HostOptions options) {
        List<String> flags = new ArrayList<>(Compilation.STRICT);
        flags.addAll(List.of("-O2", "-ffunction-sections", "-fdata-sections"));
        layers(target).forEach(layer -> flags.add("-I" + layer));
        flags.addAll(target.isTrainable() ? List.of(Harness.TRAINING_FLAG) : List.of());
        flags.addAll(sanitizers(options));
        if (options.trace()) {
            flags.add("-DTHIMBLE_TRACE");
        }
        return flags;
    }

    private static List<String> sanitizers(HostOptions options) {
        return options.sanitize()
                ? List.of("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer")
                : List.of();
    }

    private Path archive(CompiledPackage target, List<Path> objects, Path build) {
        Path library = build.resolve(library(target));
        List<String> command = new ArrayList<>(List.of(archiver().toString(), "rcsD", library.toString()));
        objects.stream()
                .filter(object -> !object.endsWith("thimble_app.o"))
                .map(Path::toString)
                .forEach(command::add);
        ToolRun.output(command);
        return library;
    }

    private Path archiver() {
        return toolchain.require(Tool.GCC).resolveSibling("ar");
    }

    private static Path link(
            CompiledPackage target, HostOptions options, Path compiler, List<Path> own, List<Path> shared, Path build) {
        Path executable = build.resolve(target.name());
        List<String> command = new ArrayList<>(List.of(compiler.toString(), "-Wl,--gc-sections"));
        command.addAll(sanitizers(options));
        own.forEach(object -> command.add(object.toString()));
        shared.forEach(object -> command.add(object.toString()));
        command.addAll(List.of("-o", executable.toString()));
        ToolRun.output(command);
        return executable;
    }
}
