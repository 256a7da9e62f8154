package dev.thimble.device.toolchain;

/**
 * How to build for the host.
 *
 * @param sanitize with AddressSanitizer and UndefinedBehaviorSanitizer, which end the program at the first finding
 * @param trace with every value printed for requests that ask for it
 */
public record HostOptions(boolean sanitize, boolean trace) {

    /** What a user gets. */
    public static HostOptions plain() {
        return new HostOptions(false, false);
    }

    /** The folder below {@code build/} for this combination. */
    String folder() {
        return "host" + (sanitize ? "-sanitize" : "") + (trace ? "-trace" : "");
    }
}
