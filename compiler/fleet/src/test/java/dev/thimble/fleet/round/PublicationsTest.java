package dev.thimble.fleet.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds that are published, and rounds that come to nothing. */
class PublicationsTest {
    private static final int SIZE = 5;
    private static final Task FIRST = TestFleet.task(SIZE, 3, new Form.Dense());
    private static final Parameters START = Parameters.of(SIZE, i -> 1000 * i);

    @TempDir
    Path folder;

    private FleetState state;
    private Publications publications;

    @BeforeEach
    void begin() {
        state = at(Disk.REAL);
        publications = new Publications(state);
        state.enrol(List.of(TestFleet.device(0)), () -> TestFleet.key(TestFleet.device(0)));
        state.begin(FIRST, START);
    }

    private FleetState at(Disk disk) {
        return FleetState.at(folder.resolve("state"), () -> {}, disk);
    }

    private static Task task(long round, Octets base) {
        return Task.of(base, FIRST.part(), SIZE, round, FIRST.shift(), FIRST.clip(), FIRST.form(), FIRST.examples());
    }

    /** Closes the open round; what it ended with. */
    private Parameters close() throws IOException {
        Path updates = Files.createDirectories(folder.resolve("updates"));
        Task task = state.task();
        Content content = new Content.Dense(TestFleet.delta(SIZE, new Random(task.round())));
        Files.write(
                updates.resolve("update"),
                TestFleet.record(0, TestFleet.update(task, 4, content)).bytes());
        state.aggregate(updates, Strategies.parse("fedadam:0.01"), new Plain());
        return publications.last().parameters();
    }

    /** A header and a unit of constants. */
    private static byte[] image(int constant) {
        byte[] bytes = new byte[ModelImage.HEADER_BYTES + 16];
        bytes[ModelImage.HEADER_BYTES] = (byte) constant;
        Octets content = Octets.sha256(Arrays.copyOfRange(bytes, ModelImage.HEADER_BYTES, bytes.length));
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.put("THIM".getBytes(StandardCharsets.US_ASCII));
        header.putShort((short) 2).putShort((short) ModelImage.HEADER_BYTES).putInt(bytes.length);
        header.position(96).put(content.bytes());
        return bytes;
    }

    @Test
    void devicesHaveTheImageOfTheLastRoundThatWasPublished() throws IOException {
        assertThat(publications.next()).isEqualTo(8);
        assertThat(publications.base()).contains(FIRST.base());
        Parameters seventh = close();
        assertThat(publications.last()).isEqualTo(new Publications.Closed(FIRST, seventh));
        assertThat(publications.before(8)).isEmpty();
        publications.add(7, image(1));
        Octets base = ModelImage.of(image(1)).content();
        assertThat(publications.base()).contains(base);
        assertThat(publications.before(8)).contains(new Publications.Closed(FIRST, seventh));
        assertThat(publications.before(7)).isEmpty();
        state.begin(task(8, base), seventh);
        close();
        assertThat(publications.base()).contains(base);
        assertThat(publications.before(9)).contains(new Publications.Closed(FIRST, seventh));
    }

    @Test
    void anOpenRoundIsNotPublished() throws IOException {
        assertThatThrownBy(publications::last).hasMessageContaining("THM-1011");
        Parameters seventh = close();
        state.begin(task(8, FIRST.base()), START);
        assertThatThrownBy(() -> publications.add(7, image(1))).hasMessageContaining("THM-1011");
        close();
        assertThatThrownBy(() -> publications.add(7, image(1))).hasMessageContaining("THM-1010");
        publications.add(8, image(1));
        publications.add(8, image(1));
        assertThat(publications.before(9)).contains(publications.last());
        assertThat(publications.last().parameters()).isNotEqualTo(seventh);
        Publications none = new Publications(FleetState.at(folder.resolve("none"), () -> {}));
        assertThatThrownBy(none::last).hasMessageContaining("THM-1009");
        assertThat(none.base()).isEmpty();
        assertThat(none.next()).isEqualTo(1);
    }

    /** Not even its moments: those that are gone on with are of the round whose parameters are. */
    @Test
    void aRoundThatIsNotPublishedLeavesNothing() throws IOException {
        Parameters seventh = close();
        publications.add(7, image(1));
        Octets base = ModelImage.of(image(1)).content();
        state.begin(task(8, base), seventh);
        close();
        state.begin(task(9, base), seventh);
        Parameters ninth = close();
        assertThat(withoutMomentsOf(8)).isEqualTo(ninth);
        assertThat(withoutMomentsOf(7)).isNotEqualTo(ninth);
    }

    /** What the last round ends with then. */
    private Parameters withoutMomentsOf(int round) throws IOException {
        Path rounds = folder.resolve("state/rounds");
        Files.delete(rounds.resolve("000000000" + round + "/moments.bin"));
        Files.delete(rounds.resolve("0000000009/round.json"));
        return close();
    }

    @Test
    void whateverEndsAProcessTheRoundIsPublishedOrNot() throws IOException {
        close();
        Octets base = ModelImage.of(image(1)).content();
        for (int steps = 0; steps < 4; steps++) {
            Publications ended = new Publications(at(FailingDisk.killing(steps)));
            assertThatThrownBy(() -> ended.add(7, image(1))).isInstanceOf(FailingDisk.Killed.class);
            assertThat(publications.base()).contains(steps < 2 ? FIRST.base() : base);
        }
        publications.add(7, image(1));
        assertThat(publications.base()).contains(base);
    }
}
