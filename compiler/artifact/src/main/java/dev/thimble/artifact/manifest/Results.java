package dev.thimble.artifact.manifest;

import java.util.List;
import java.util.Optional;

/**
 * What was measured of a package since it was compiled.
 *
 * @param build the last build
 * @param verifications since then, one for each model and target
 * @param runs the last run of each model since then that counted instructions
 */
public record Results(Optional<BuildResult> build, List<VerifyResult> verifications, List<RunResult> runs) {
    /** Copies the lists. */
    public Results {
        verifications = List.copyOf(verifications);
        runs = List.copyOf(runs);
    }

    /** Of a package that was just compiled. */
    public static Results none() {
        return new Results(Optional.empty(), List.of(), List.of());
    }

    /** What concerns one of the models. */
    public Results of(String model) {
        return new Results(
                build,
                verifications.stream()
                        .filter(result -> result.model().equals(model))
                        .toList(),
                runs.stream().filter(run -> run.model().equals(model)).toList());
    }

    /** Whether the C of all that was compared on a target was bit-exact, and anything was. */
    public boolean isVerified(String target) {
        List<VerifyResult> compared = verifications.stream()
                .filter(result -> result.target().equals(target))
                .toList();
        return !compared.isEmpty() && compared.stream().allMatch(VerifyResult::bitExact);
    }
}
