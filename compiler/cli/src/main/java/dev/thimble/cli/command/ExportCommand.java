package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.export.Export;
import dev.thimble.artifact.export.ExportKind;
import dev.thimble.artifact.export.Exports;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.Shown;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble export}: a package rearranged for a system that wants its files elsewhere. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false)
public final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT", description = "a compiled package")
    private Path out;

    @Option(
            names = "--as",
            paramLabel = "KIND",
            required = true,
            description =
                    "arduino: a library; rust: a crate without std; cmsis-pack: a .pack; uf2: the firmware that was"
                            + " built for a board that takes it; zip: the package in one file")
    private String kind;

    @Option(names = "-o", paramLabel = "TO", description = "the export's folder; OUT-KIND by default")
    private Optional<Path> to = Optional.empty();

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        ExportKind chosen = Exports.named(kind);
        OutFolder opened = OutFolder.open(out);
        Path target = to.orElseGet(this::beside);
        Runnable waiting = () -> new TerminalProgress().stage("waiting for another thimble that writes there");
        Export.Result result = new Export(Home.installation(), waiting).write(opened, chosen, target);
        result.kept()
                .ifPresent(kept -> System.err.println(
                        InputProblem.FILES_KEPT.warningAt("-o", target, kept).line()));
        System.out.println(json ? document(result) : Shown.line(result.folder().toString()));
        return 0;
    }

    /** OUT may end with dots. */
    private Path beside() {
        Path place = out.toAbsolutePath().normalize();
        return place.resolveSibling(place.getFileName() + "-" + kind);
    }

    private String document(Export.Result result) {
        return new ObjectMapper()
                .createObjectNode()
                .put("as", kind)
                .put("folder", result.folder().toString())
                .put("files", result.files())
                .put("bytes", result.bytes())
                .toPrettyString();
    }
}
