package dev.thimble.device.toolchain;

/** What the C compiler optimises for. */
public enum Optimization {
    /** Instructions. */
    SPEED("-O2"),
    /** Bytes. */
    SIZE("-Os");

    private final String flag;

    Optimization(String flag) {
        this.flag = flag;
    }

    /** The compiler's flag. */
    public String flag() {
        return flag;
    }
}
