package dev.thimble.device.toolchain;

import java.util.List;
import java.util.Locale;

/**
 * What a firmware has that takes updates, besides the layers of its board for them.
 *
 * @param description the C that says what the device is: {@code thimble_updates_describe} of {@code updates.h}
 * @param slotBytes what an image may have at most, a multiple of {@link #BLOCK_BYTES}
 */
public record FirmwareUpdates(String description, long slotBytes) {
    /** A whole number of blocks of every board's flash. */
    public static final int BLOCK_BYTES = 4096;

    /** The description's file, in the build's folder. */
    static final String FILE = "update_device.c";

    /** Checks the size. */
    public FirmwareUpdates {
        if (slotBytes <= 0 || slotBytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("a slot of " + slotBytes + " bytes");
        }
    }

    /** The compiler's flags. */
    List<String> flags() {
        return List.of("-DTHIMBLE_UPDATES", String.format(Locale.ROOT, "-DTHIMBLE_SLOT_BYTES=%du", slotBytes));
    }
}
