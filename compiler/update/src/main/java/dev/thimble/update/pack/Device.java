package dev.thimble.update.pack;

import dev.thimble.update.image.ModelImage;
import dev.thimble.update.image.Parts;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A device, as far as it is known: what is not given is not asked for.
 *
 * @param keys that it trusts
 * @param vendor who made it
 * @param deviceClass which of the vendor's it is
 * @param device its own identifier
 * @param running the image that it runs
 * @param installed the number of the package that it installed last, unsigned; 0 for none
 * @param slotBytes what fits a slot
 * @param keepsVocabulary whether it refuses another vocabulary
 */
public record Device(
        List<PublicKey> keys,
        Optional<UUID> vendor,
        Optional<UUID> deviceClass,
        Optional<UUID> device,
        Optional<ModelImage> running,
        Optional<Long> installed,
        Optional<Long> slotBytes,
        boolean keepsVocabulary) {
    /** Copies the list. */
    public Device {
        keys = List.copyOf(keys);
    }

    /** What is not known of it, and therefore not asked for. */
    public List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        addIfUnknown(unknown, "vendor", vendor);
        addIfUnknown(unknown, "class", deviceClass);
        addIfUnknown(unknown, "device", device);
        addIfUnknown(unknown, "running image", running);
        addIfUnknown(unknown, "installed sequence number", installed);
        addIfUnknown(unknown, "size of a slot", slotBytes);
        return List.copyOf(unknown);
    }

    private static void addIfUnknown(List<String> unknown, String name, Optional<?> value) {
        if (value.isEmpty()) {
            unknown.add(name);
        }
    }

    /** What it would answer to these bytes. */
    public Verdict check(byte[] bytes) {
        try {
            SuitPackage read = SuitPackage.read(bytes, new Conditions(this));
            return new Verdict.Accepted(read, result(read).isPresent());
        } catch (Refusal e) {
            return new Verdict.Refused(e.reason());
        }
    }

    /** The image that results of a package that was read; none where parts change an image that is not known. */
    private Optional<byte[]> result(SuitPackage read) throws Refusal {
        Manifest manifest = read.manifest();
        Optional<byte[]> image = Optional.of(read.payload());
        if (manifest.payload().isParts()) {
            Parts.list(read.payload());
            image = running.isPresent() ? Optional.of(changed(running.get(), read)) : Optional.empty();
        }
        if (image.isPresent()) {
            Refusal.unless(Octets.sha256(image.get()).equals(manifest.result().digest()), Reason.RESULT);
            Refusal.unless(running.isEmpty() || running.get().isOfTheCodeOf(image.get()), Reason.PROGRAM);
        }
        return image;
    }

    private static byte[] changed(ModelImage old, SuitPackage read) throws Refusal {
        return Parts.apply(read.payload(), old.bytes(), read.manifest().result().bytes());
    }
}
