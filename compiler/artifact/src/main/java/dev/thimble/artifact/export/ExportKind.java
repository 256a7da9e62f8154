package dev.thimble.artifact.export;

import java.util.Map;

/** A form that a package can be rearranged to. */
public interface ExportKind {
    /** What the command line calls it. */
    String word();

    /** Contents by path below the export's folder. */
    Map<String, byte[]> files(Exported exported);
}
