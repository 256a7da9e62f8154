package dev.thimble.artifact.export;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.List;
import java.util.stream.Collectors;

/** The forms that there are. No other class names one. */
public final class Exports {
    private static final List<ExportKind> ALL =
            List.of(new ArduinoLibrary(), new RustCrate(), new CmsisPack(), new Uf2Image(), new PackageZip());

    private Exports() {}

    /** All of them. */
    public static List<ExportKind> all() {
        return ALL;
    }

    /** The one of that name. */
    public static ExportKind named(String word) {
        return ALL.stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ThimbleException(InputProblem.EXPORT_UNKNOWN.at(
                        "--as", word, ALL.stream().map(ExportKind::word).collect(Collectors.joining(", ")))));
    }
}
