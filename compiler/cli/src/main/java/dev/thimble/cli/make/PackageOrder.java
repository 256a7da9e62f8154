package dev.thimble.cli.make;

import dev.thimble.artifact.ManifestWriter;
import dev.thimble.artifact.PackageAssembler;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.output.OutputKind;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.quant.LayerErrors;
import dev.thimble.core.quant.LayerErrors.LayerError;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.folder.Replacement;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is to be compiled into one package.
 *
 * @param settings of each model
 * @param arenas where they work
 * @param board they are for
 * @param kind in which their C is handed over
 */
public record PackageOrder(List<CompileSettings> settings, Arenas arenas, String board, OutputKind kind) {
    private static final int ERROR_SAMPLE = 32;

    /** Copies the list. */
    public PackageOrder {
        settings = List.copyOf(settings);
    }

    /** One model. */
    public static PackageOrder of(CompileSettings settings, String board, OutputKind kind) {
        return new PackageOrder(List.of(settings), Arenas.SHARED, board, kind);
    }

    /** Compiles and writes the package. */
    public void write(Installation installation, Path out, Progress progress) {
        Runnable waiting = () -> progress.stage("waiting for another thimble that writes " + out);
        try (Replacement replacement = Replacement.begin(out, waiting)) {
            replacement
                    .finish(files(installation, out, progress))
                    .ifPresent(kept -> System.err.println(
                            InputProblem.FILES_KEPT.warningAt("-o", out, kept).line()));
        }
    }

    private Map<String, byte[]> files(Installation installation, Path out, Progress progress) {
        List<Compilation> compilations = new Compiler(installation, progress).compile(settings, arenas);
        compilations.stream()
                .flatMap(compilation -> compilation.warnings().stream())
                .forEach(warning -> System.err.println(warning.line()));
        progress.stage("writing " + out);
        PackageAssembler assembler = new PackageAssembler(installation, kind);
        Manifest manifest = ManifestWriter.of(
                IntStream.range(0, compilations.size())
                        .mapToObj(at -> compiled(settings.get(at), compilations.get(at)))
                        .toList(),
                arenas,
                Boards.load(installation).named(board),
                settings.get(0).limits().budget(),
                kind,
                assembler.updater());
        return assembler.files(compilations, arenas, manifest).all();
    }

    private static ManifestWriter.Compiled compiled(CompileSettings settings, Compilation compilation) {
        return new ManifestWriter.Compiled(compilation, settings, errors(compilation));
    }

    private static List<LayerError> errors(Compilation compilation) {
        List<int[]> sample = compilation.calibrationInputs().stream()
                .limit(ERROR_SAMPLE)
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return LayerErrors.measure(compilation.integers(), new OrderedExecutor(compilation.prepared()), sample);
    }
}
