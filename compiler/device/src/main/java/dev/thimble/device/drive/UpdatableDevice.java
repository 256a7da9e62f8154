package dev.thimble.device.drive;

/** A running model whose firmware takes updates of it, by the requests of {@code boards/_updates/updates.h}. */
public interface UpdatableDevice extends Device {
    /** Bytes of a package that fit a line of the protocol, with the request and any number before them. */
    int MOST_CHUNK = 8192;

    /** What the device started with. */
    Started started();

    /** Begins a package; one under way is forgotten. */
    Taken begin();

    /**
     * Sends bytes of the package.
     *
     * @param at the first one's place in the package: what the answer before said comes next
     * @param bytes one at least, and {@link #MOST_CHUNK} at most
     */
    Taken feed(long at, byte[] bytes);

    /** The package has ended: the next start tries it, where the answer has no reason against it. */
    Taken end();

    /** Runs the self-test of the image that answers. */
    SelfTestResult selfTest();

    /** Keeps the image on trial. */
    Taken confirm();

    /** Drops the image on trial: the next start has the one before. */
    Taken reject();

    /** Resets the device and waits for its hello. */
    void restart();
}
