package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenUseTest {
    @Test
    void whatNeverOccurredSharesWhatOccurredOnce() {
        TokenUse use = TokenUse.of(6, List.of(new int[] {1, 1, 2}, new int[] {1, 3}));
        assertThat(use.seen()).isEqualTo(3);
        assertThat(use.count(1)).isEqualTo(3);
        assertThat(use.expected(6)).containsExactly(2 / 3.0, 3, 1, 1, 2 / 3.0, 2 / 3.0);
    }

    @Test
    void whereNothingIsKnownAllOccurAlike() {
        assertThat(TokenUse.unknown().expected(3)).containsExactly(1, 1, 1);
        assertThat(TokenUse.unknown().count(7)).isZero();
    }

    @Test
    void allSeenLeavesNothingToShare() {
        assertThat(TokenUse.of(2, List.of(new int[] {0, 1, 1})).expected(2)).containsExactly(1, 2);
    }
}
