package dev.thimble.simulate;

import java.util.List;
import java.util.function.Function;

/**
 * How devices answer test examples with the labels that they hear, all such examples together.
 *
 * @param participants of devices that took part in rounds
 * @param newcomers of those that never did
 */
public record Scores(Score participants, Score newcomers) {
    /** The scores of these devices. */
    static Scores of(
            List<PersonalDevice> participants, List<PersonalDevice> newcomers, Function<PersonalDevice, Score> score) {
        return new Scores(sum(participants, score), sum(newcomers, score));
    }

    private static Score sum(List<PersonalDevice> devices, Function<PersonalDevice, Score> score) {
        return devices.parallelStream().map(score).reduce(Score.NONE, Score::plus);
    }
}
