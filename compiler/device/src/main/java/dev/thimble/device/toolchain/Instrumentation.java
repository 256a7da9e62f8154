package dev.thimble.device.toolchain;

import java.util.List;

/** What a firmware tells besides its answers. */
public enum Instrumentation {
    /** Nothing. */
    NONE("", ""),
    /** Every value, for requests that ask for it. */
    TRACE("-trace", "-DTHIMBLE_TRACE"),
    /** The instructions of every step, for requests that ask for it. */
    PROFILE("-profile", "-DTHIMBLE_PROFILE");

    private final String suffix;
    private final String flag;

    Instrumentation(String suffix, String flag) {
        this.suffix = suffix;
        this.flag = flag;
    }

    /** What the name of the build's folder ends with. */
    public String suffix() {
        return suffix;
    }

    /** The compiler's flags. */
    List<String> flags() {
        return flag.isEmpty() ? List.of() : List.of(flag);
    }
}
