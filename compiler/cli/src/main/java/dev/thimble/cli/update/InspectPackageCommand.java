package dev.thimble.cli.update;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Refusal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble update inspect}: what a package says, whoever signed it. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows what a package says, whoever signed it.")
public final class InspectPackageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.suit", description = "a package")
    private Path file;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        try {
            PackageText text = PackageText.of(InputFile.read(file, InputFile.MOST));
            System.out.println(json ? text.document() : text.lines().stripTrailing());
            return 0;
        } catch (Refusal e) {
            throw new ThimbleException(Refused.diagnostic(file, e.reason()), e);
        }
    }
}
