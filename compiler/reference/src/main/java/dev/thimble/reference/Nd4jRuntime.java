package dev.thimble.reference;

import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;

/** Starts ND4J once: where its native libraries are unpacked, and how many threads it may use. */
final class Nd4jRuntime {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    static {
        // The first start unpacks about 400 MB; the user can name another place with the same property.
        if (System.getProperty(CACHE) == null) {
            Path cache = Path.of(System.getProperty("user.home"), ".thimble", "cache", "javacpp");
            System.setProperty(CACHE, cache.toString());
        }
        // The matrices are small: a second thread costs more than it gives.
        Nd4j.getEnvironment().setMaxThreads(1);
    }

    private Nd4jRuntime() {}

    /** Does nothing after the first call. */
    static void start() {
        // the static initialiser does the work
    }
}
