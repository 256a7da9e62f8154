package dev.thimble.update.pack;

import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Refusal;

/** What lets a package through, in the order in which a device asks: nothing is read behind a refusal. */
interface Gate {
    /** Lets everything through that has the form of a package. */
    Gate OPEN = new Gate() {
        @Override
        public void expect(Octets keyId, int signatureBytes) {}

        @Override
        public void authenticate(Octets keyId, byte[] message, byte[] signature) {}

        @Override
        public void admit(Octets keyId, Manifest manifest) {}
    };

    /** Asked before the signature: whether there is such a key, and whether its signatures may have this length. */
    void expect(Octets keyId, int signatureBytes) throws Refusal;

    /** Asked before the manifest: whether this is what the key signed. */
    void authenticate(Octets keyId, byte[] message, byte[] signature) throws Refusal;

    /** Asked before the payload: whether what this key signed may be installed. */
    void admit(Octets keyId, Manifest manifest) throws Refusal;
}
