package dev.thimble.backendc.output;

import dev.thimble.backendc.CBundle;
import java.util.Map;

/** A form in which the C of a model is handed to the people who build it. */
public interface OutputKind {

    /** What it is called: words in lower case with hyphens between them. */
    String name();

    /** Contents by path below the package's folder, with slashes: the C where this kind has it, and what builds it. */
    Map<String, byte[]> files(CBundle code);
}
