package dev.thimble.verify.compare;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.core.text.Printed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The graphs that a package carries in its {@code verify} folder. */
public final class PackageGraph {
    /** File name, without ending, of the integer graph. */
    public static final String INTEGER = "integer";

    /** File name, without ending, of the float graph. */
    public static final String FLOAT = "float";

    /** Names the folder with the graphs to a program whose jar lies elsewhere. */
    public static final String FOLDER_PROPERTY = "thimble.verify.folder";

    private PackageGraph() {}

    /**
     * The folder with a package's graphs: that of the jar that this class was loaded from, unless {@link
     * #FOLDER_PROPERTY} says another.
     */
    public static Path folderOfJar() {
        String named = System.getProperty(FOLDER_PROPERTY, "");
        return named.isEmpty() ? besideThisClass() : Path.of(named);
    }

    private static Path besideThisClass() {
        try {
            return Path.of(PackageGraph.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the JVM gives no URI of a jar", e);
        }
    }

    /** What the C computes. */
    public static IntGraph integer(Path verifyFolder) {
        return IntGraphText.parse(read(verifyFolder, INTEGER));
    }

    /** What the model computed before it was quantised. */
    public static Graph real(Path verifyFolder) {
        return GraphText.parse(read(verifyFolder, FLOAT));
    }

    private static Printed read(Path folder, String name) {
        try {
            return new Printed(
                    Files.readString(folder.resolve(name + ".txt"), StandardCharsets.UTF_8),
                    Files.readAllBytes(folder.resolve(name + ".bin")));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at(e.toString(), folder), e);
        }
    }
}
