package dev.thimble.fleet.masking;

import dev.thimble.fleet.record.Step;
import java.util.Optional;
import java.util.stream.Stream;

/** What a masked round waits for. */
public enum Phase {
    /** Public keys. */
    ADVERTISING(0, "advertisements", Optional.of(Step.ADVERTISEMENT)),
    /** Shares of secrets. */
    SHARING(1, "shares", Optional.of(Step.SHARES)),
    /** Masked records. */
    MASKING(2, "masked records", Optional.empty()),
    /** Disclosures, with which the masks vanish. */
    UNMASKING(3, "disclosures", Optional.of(Step.DISCLOSURE));

    private final int code;
    private final String awaited;
    private final Optional<Step> step;

    Phase(int code, String awaited, Optional<Step> step) {
        this.code = code;
        this.awaited = awaited;
        this.step = step;
    }

    /** In words. */
    public String awaited() {
        return awaited;
    }

    /** Whether a letter is what is waited for. */
    boolean awaits(Step other) {
        return step.equals(Optional.of(other));
    }

    /** The number that a journal has. */
    int code() {
        return code;
    }

    /** The one that a journal means by this number. */
    static Phase of(int code) {
        return Stream.of(values())
                .filter(phase -> phase.code == code)
                .findFirst()
                .orElseThrow();
    }
}
