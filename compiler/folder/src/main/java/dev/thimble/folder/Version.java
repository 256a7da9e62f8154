package dev.thimble.folder;

/** The version of this Thimble. */
public final class Version {
    /** As {@code thimble --version} says it, without the name. */
    public static final String NUMBER = "0.1.0";

    private Version() {}
}
