package dev.thimble.frontend.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import java.util.List;

/** What a file is refused with. */
final class Refusals {
    private Refusals() {}

    static void check(byte[] file, String problem, String... words) {
        assertThatThrownBy(() -> CheckpointFile.of("weights.bin", file))
                .isInstanceOf(ThimbleException.class)
                .hasMessageStartingWith("error[" + problem + "]")
                .hasMessageContaining("(weights.bin)")
                .satisfies(refused -> assertThat(List.of(words)).allMatch(refused.getMessage()::contains));
    }
}
