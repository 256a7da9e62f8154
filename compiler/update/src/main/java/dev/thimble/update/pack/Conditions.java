package dev.thimble.update.pack;

import dev.thimble.update.image.Identity;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.util.Optional;

/**
 * What a device asks of a package before it writes anything.
 *
 * @param device what is known of it
 */
record Conditions(Device device) implements Gate {
    @Override
    public void expect(Octets keyId, int signatureBytes) throws Refusal {
        Refusal.unless(key(keyId).allowsLength(signatureBytes), Reason.SIGNATURE);
    }

    private PublicKey key(Octets keyId) throws Refusal {
        return device.keys().stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.KEY));
    }

    @Override
    public void authenticate(Octets keyId, byte[] message, byte[] signature) throws Refusal {
        Refusal.unless(key(keyId).verifies(message, signature), Reason.SIGNATURE);
    }

    @Override
    public void admit(Octets keyId, Manifest manifest) throws Refusal {
        Audience audience = manifest.audience();
        require(device.vendor(), audience.vendor(), Reason.VENDOR);
        require(device.deviceClass(), audience.deviceClass(), Reason.CLASS);
        if (audience.device().isPresent()) {
            require(device.device(), audience.device().get(), Reason.DEVICE);
        }
        if (device.running().isPresent()) {
            admit(manifest.identity(), device.running().get().identity());
        }
        if (device.installed().isPresent()) {
            admit(manifest, device.installed().get());
        }
        admit(manifest.result(), manifest.payload());
        Refusal.unless(!manifest.revoked().equals(Optional.of(keyId)), Reason.KEY);
        if (manifest.payload().isParts()) {
            Optional<Octets> running = device.running().map(ModelImage::digest);
            require(running, manifest.payload().base().orElseThrow(), Reason.BASE);
        }
    }

    private static <T> void require(Optional<T> own, T asked, Reason reason) throws Refusal {
        Refusal.unless(own.isEmpty() || own.get().equals(asked), reason);
    }

    /** An image for other code is refused for what differs in it, where that is known. */
    private void admit(Identity next, Identity running) throws Refusal {
        Refusal.unless(next.architecture().equals(running.architecture()), Reason.ARCHITECTURE);
        Refusal.unless(next.quantization().equals(running.quantization()), Reason.QUANTIZATION);
        Refusal.unless(next.program().equals(running.program()), Reason.PROGRAM);
        Refusal.unless(!device.keepsVocabulary() || next.vocabulary().equals(running.vocabulary()), Reason.VOCABULARY);
    }

    private void admit(Manifest manifest, long installed) throws Refusal {
        Octets result = manifest.result().digest();
        boolean same =
                device.running().map(image -> image.digest().equals(result)).orElse(true);
        Refusal.unless(manifest.sequence() != installed || !same, Reason.INSTALLED);
        Refusal.unless(Long.compareUnsigned(manifest.sequence(), installed) > 0, Reason.OLD);
    }

    private void admit(Result result, Payload payload) throws Refusal {
        boolean same = result.bytes() == payload.bytes() && result.digest().equals(payload.digest());
        Refusal.unless(payload.isParts() || same, Reason.SIZE);
        Refusal.unless(result.bytes() >= ModelImage.HEADER_BYTES, Reason.SIZE);
        Refusal.unless(result.bytes() <= device.slotBytes().orElse(Long.MAX_VALUE), Reason.SIZE);
    }
}
