package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A shipped example on every board that QEMU runs, the one that it has room for; the default board has tests of its own. */
class EveryBoardTest {
    private static final String DEFAULT = "mps2-an386";

    @TempDir
    Path folder;

    static Stream<String> boards() {
        return Checkout.boards().boards().stream()
                .filter(board -> board.emulator().isPresent())
                .map(Board::name)
                .filter(board -> !board.equals(DEFAULT));
    }

    /** Ten sentences, or all 64 vectors of the package when there is time. */
    @ParameterizedTest
    @MethodSource("boards")
    void theCIsBitExact(String board) throws IOException {
        Path out = MovedPackage.ofExample(Boards.load(Checkout.INSTALLATION).named(board), folder.resolve(board));
        Call.succeeding("build", out);
        Path vectors = Checkout.full() ? out.resolve("verify/vectors.jsonl") : Shipped.tenSentences(folder);
        Call call = Call.thimble("verify", out, "--target", "emulator", "--vectors", vectors, "--json");
        assertThat(call.status()).as(call.toString()).isZero();
        JsonNode result = call.document().path("targets").get(0);
        assertThat(result.path("vectors").asInt()).isEqualTo(Checkout.full() ? 64 : 10);
        assertThat(result.path("mismatches").asInt()).isZero();
        BoardsPage.hold(
                Boards.load(Checkout.INSTALLATION).named(board),
                MovedPackage.example(board),
                report(out),
                Optional.of(instructions(out)));
    }

    @Test
    void theDefaultBoardHasItsRow() throws IOException {
        Path out = Checkout.copy(Shipped.BUILT, folder.resolve(DEFAULT));
        BoardsPage.hold(
                Boards.load(Checkout.INSTALLATION).named(DEFAULT),
                Shipped.NAME,
                report(out),
                Optional.of(instructions(out)));
    }

    private static JsonNode report(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("report.json").toFile());
    }

    private static long instructions(Path out) {
        return Call.succeeding("run", out, "--target", "emulator", "--text", "play some jazz", "--json")
                .objects()
                .get(0)
                .path("instructions")
                .asLong();
    }
}
