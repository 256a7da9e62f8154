package dev.thimble.reference;

import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Starts ND4J once: where its native libraries are unpacked, and how many threads it may use. */
final class Nd4jRuntime {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    static {
        // The first start unpacks about 400 MB; the user can name another place with the same property.
        if (System.getProperty(CACHE) == null) {
            Path cache = Path.of(System.getProperty("user.home"), ".thimble", "cache", "javacpp");
            System.setProperty(CACHE, cache.toString());
        }
        oneThread();
    }

    private Nd4jRuntime() {}

    /**
     * The matrices are small, and a second thread costs more than it gives: ten times the wall time on a busy machine.
     * There are three pools to shrink: the operators' own, OpenMP's and OpenBLAS's.
     */
    private static void oneThread() {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    /** Does nothing after the first call. */
    static void start() {
        // the static initialiser does the work
    }
}
