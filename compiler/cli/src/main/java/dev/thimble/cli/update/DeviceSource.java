package dev.thimble.cli.update;

import dev.thimble.backendc.Templates;
import dev.thimble.folder.Installation;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.NameId;
import dev.thimble.update.wire.Octets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The C that says what a device is: whom it trusts, and for whom packages must be made that it takes.
 *
 * @param model the name of its model
 * @param keys that it trusts
 * @param audience its vendor, its class, and its own id if it has one
 * @param keepsVocabulary whether another vocabulary is refused
 */
record DeviceSource(String model, List<PublicKey> keys, Audience audience, boolean keepsVocabulary) {
    private static final int INDENT = 8;

    DeviceSource {
        keys = List.copyOf(keys);
    }

    /** The file. */
    String text(Installation installation) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "model",
                model,
                "keys",
                keys.stream()
                        .map(key -> key.initializer().indent(INDENT).stripTrailing())
                        .toList(),
                "vendor",
                initializer(audience.vendor()),
                "deviceClass",
                initializer(audience.deviceClass()),
                "fixedVocabulary",
                keepsVocabulary));
        audience.device().ifPresent(own -> values.put("device", initializer(own)));
        return new Templates(installation).render("c/device.c.ftl", values);
    }

    private static String initializer(UUID id) {
        return "\n" + Octets.of(NameId.bytes(id)).initializer().indent(INDENT / 2);
    }
}
