package dev.thimble.artifact.manifest;

import java.util.List;
import java.util.Optional;

/**
 * What was measured of a package since it was compiled.
 *
 * @param build the last build
 * @param verifications since then, one for each target
 * @param run the last run since then that counted instructions
 */
public record Results(Optional<BuildResult> build, List<VerifyResult> verifications, Optional<RunResult> run) {
    /** Copies the list. */
    public Results {
        verifications = List.copyOf(verifications);
    }

    /** Of a package that was just compiled. */
    public static Results none() {
        return new Results(Optional.empty(), List.of(), Optional.empty());
    }

    /** Whether the firmware has been compared with the reference, and was bit-exact. */
    public boolean isVerified(String target) {
        return verifications.stream().anyMatch(result -> result.target().equals(target) && result.bitExact());
    }
}
