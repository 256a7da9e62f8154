package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** docs/boards.md as a whole; figures are held where they are measured. */
class BoardsPageTest {
    @Test
    void everyBoardHasARowAndNothingElseHas() throws IOException {
        assertThat(BoardsPage.rows())
                .containsOnlyKeys(Boards.load(Checkout.INSTALLATION).boards().stream()
                        .map(Board::name)
                        .toList());
        assertThat(Files.readString(BoardsPage.FILE)).isEqualTo(BoardsPage.page(BoardsPage.rows()));
    }
}
