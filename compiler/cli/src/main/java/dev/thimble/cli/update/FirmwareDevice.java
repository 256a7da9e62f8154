package dev.thimble.cli.update;

import dev.thimble.artifact.OutFolder;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.FirmwareUpdates;
import dev.thimble.folder.Installation;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.pack.Audience;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A device that takes updates, as a firmware makes it.
 *
 * @param out the package that it has from the factory
 * @param keys that it trusts
 * @param audience its vendor, its class, and its own id if it has one
 * @param keepsVocabulary whether another vocabulary is refused
 * @param slot what an image may have at most; a quarter more than the factory's where nothing is said
 */
public record FirmwareDevice(
        OutFolder out, List<PublicKey> keys, Audience audience, boolean keepsVocabulary, Optional<Long> slot) {
    private static final int MOST_KEYS = 2;

    /** Checks the number of keys. */
    public FirmwareDevice {
        keys = List.copyOf(keys);
        if (keys.size() > MOST_KEYS || new HashSet<>(keys).size() < keys.size()) {
            throw new ThimbleException(UpdateProblem.KEYS_UNFIT.at("--trust", keys.size()));
        }
    }

    /**
     * What its firmware needs.
     *
     * @throws ThimbleException where the package, its board or the slot allow no updates
     */
    public FirmwareUpdates updates(Installation installation) {
        requireUpdatable();
        requireStore(Boards.load(installation).named(out.board()));
        String model = out.models().get(0).name();
        return new FirmwareUpdates(
                new DeviceSource(model, keys, audience, keepsVocabulary).text(installation), slotBytes());
    }

    private void requireUpdatable() {
        if (out.models().size() > 1) {
            throw new ThimbleException(UpdateProblem.NOT_UPDATABLE.at("--trust", out.name(), "it has several models"));
        }
        if (!Files.exists(out.folder().resolve("include/thimble/store.h"))) {
            throw new ThimbleException(
                    UpdateProblem.NOT_UPDATABLE.at("--trust", out.name(), "it has nothing to take them with"));
        }
    }

    private static void requireStore(Board board) {
        if (board.updateLayers().isEmpty()) {
            throw new ThimbleException(UpdateProblem.BOARD_WITHOUT_STORE.at("", board.name()));
        }
    }

    /** Whole blocks. */
    private long slotBytes() {
        long block = FirmwareUpdates.BLOCK_BYTES;
        long image = ModelImage.read(out.folder()).size();
        long wanted = slot.orElse(image + image / 4);
        if (wanted < image) {
            throw new ThimbleException(UpdateProblem.SLOT_TOO_SMALL.at("--slot", wanted, image));
        }
        return (wanted + block - 1) / block * block;
    }
}
