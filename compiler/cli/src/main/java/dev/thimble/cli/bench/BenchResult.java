package dev.thimble.cli.bench;

import dev.thimble.device.board.Speed;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of one model on one board.
 *
 * @param model its title
 * @param board the board's name
 * @param cpu the board's core
 * @param speed of the board, with the flash that cycles were estimated for
 * @param runs one for each length asked for
 * @param sentences the means over a file, if one was given
 */
public record BenchResult(
        String model, String board, String cpu, Speed speed, List<BenchRun> runs, Optional<SentenceCosts> sentences) {
    /** Copies the list. */
    public BenchResult {
        runs = List.copyOf(runs);
    }
}
