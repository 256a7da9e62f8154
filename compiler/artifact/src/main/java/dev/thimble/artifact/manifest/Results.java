package dev.thimble.artifact.manifest;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was measured of a package since it was compiled.
 *
 * @param build the last build
 * @param verifications since then, one for each model and target
 * @param runs the last run of each model since then that counted instructions
 * @param trainers that were built
 * @param steps the last step of training of each model since then
 */
public record Results(
        Optional<BuildResult> build,
        List<VerifyResult> verifications,
        List<RunResult> runs,
        List<TrainerResult> trainers,
        List<StepResult> steps) {
    /** Copies the lists. */
    public Results {
        verifications = List.copyOf(verifications);
        runs = List.copyOf(runs);
        trainers = List.copyOf(trainers);
        steps = List.copyOf(steps);
    }

    /** Of a package that was just compiled. */
    public static Results none() {
        return new Results(Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }

    /** What concerns one of the models. */
    public Results of(String model) {
        return new Results(
                build,
                those(verifications, result -> result.model().equals(model)),
                those(runs, run -> run.model().equals(model)),
                those(trainers, trainer -> trainer.model().equals(model)),
                those(steps, step -> step.model().equals(model)));
    }

    private static <T> List<T> those(List<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).toList();
    }

    /** Whether the C of all that was compared on a target was bit-exact, and anything was. */
    public boolean isVerified(String target) {
        List<VerifyResult> compared = verifications.stream()
                .filter(result -> result.target().equals(target))
                .toList();
        return !compared.isEmpty() && compared.stream().allMatch(VerifyResult::bitExact);
    }
}
