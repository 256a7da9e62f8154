package dev.thimble.fleet.round;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a round. That it has begun is said by its task, which is written after what it begins with; that it is
 * closed by its report, which is written after all that it ends with.
 *
 * @param folder of the round
 */
record RoundFiles(Path folder) {
    private static final String ROUNDS = "rounds";
    private static final String ROUND = "[0-9]{10}";

    /** Those of a round of a state. */
    static RoundFiles of(Path state, long round) {
        return new RoundFiles(state.resolve(ROUNDS).resolve(String.format(Locale.ROOT, "%010d", round)));
    }

    /** The number of the last round of a state that has begun, if one has. */
    static Optional<Long> last(Path state) throws IOException {
        Path rounds = state.resolve(ROUNDS);
        if (!Files.isDirectory(rounds)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(rounds)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(ROUND))
                    .filter(entry -> Files.exists(new RoundFiles(entry).task()))
                    .map(entry -> Long.parseLong(entry.getFileName().toString()))
                    .max(Long::compare);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The parameters that the round begins with. */
    Path before() {
        return folder.resolve("before.bin");
    }

    Path task() {
        return folder.resolve("task.json");
    }

    Path journal() {
        return folder.resolve("accepted.journal");
    }

    /** What devices said of masks, and when the round went on to its next phase. */
    Path letters() {
        return folder.resolve("letters.journal");
    }

    /** The parameters that it ends with. */
    Path parameters() {
        return folder.resolve("parameters.bin");
    }

    Path moments() {
        return folder.resolve("moments.bin");
    }

    /** The image that was rounded from those, once it is published. */
    Path image() {
        return folder.resolve("image.bin");
    }

    Path report() {
        return folder.resolve("round.json");
    }
}
