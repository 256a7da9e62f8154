package dev.thimble.update.pack;

import dev.thimble.update.wire.Reason;

/** What a device answers to a package. */
public sealed interface Verdict {
    /**
     * It installs it.
     *
     * @param accepted the package
     * @param restored whether the image was made and has the digest that the manifest names
     */
    record Accepted(SuitPackage accepted, boolean restored) implements Verdict {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.accepted(this);
        }
    }

    /**
     * It stays as it is.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements Verdict {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.refused(this);
        }
    }

    /** What is done in each case. */
    interface Cases<T> {
        /** For one that was accepted. */
        T accepted(Accepted accepted);

        /** For one that was refused. */
        T refused(Refused refused);
    }

    /** Does what is done in this case. */
    <T> T match(Cases<T> cases);
}
