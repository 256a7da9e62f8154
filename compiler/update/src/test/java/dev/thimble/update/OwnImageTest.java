package dev.thimble.update;

import static dev.thimble.update.StoreProgram.boot;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images that a device makes itself, as a trainer does: what becomes of them, and of the packages that come before and
 * after. Numbers are those of the table of faults in docs/updates.md. Power cuts are {@link SweepTest}'s.
 */
class OwnImageTest {
    private static final int BYTES = 5_008;
    private static final byte[] FACTORY = DeviceFolder.image(BYTES, 20);
    private static final byte[] FIRST = DeviceFolder.image(BYTES, 21);
    private static final byte[] SECOND = DeviceFolder.image(BYTES, 22);
    private static final byte[] TRAINED = DeviceFolder.image(BYTES + 48, 23);
    private static final int SLOT_BYTES = 8_192;

    private static final int PROGRAM = 8;
    private static final int INSTALLED = 12;
    private static final int OLD = 13;
    private static final int BASE = 14;
    private static final int SIZE = 15;
    private static final int RESULT = 17;
    private static final int FLASH = 18;
    private static final int BUSY = 21;

    /** Bytes of a package or an image, after which it stops. */
    private static final int PART = 4_000;

    @TempDir
    static Path folder;

    private static Path program;
    private static DeviceFolder device;

    private Path state;

    @BeforeAll
    static void build() throws IOException {
        program = StoreProgram.device(folder);
        device = DeviceFolder.of(folder, new Random(5), 1);
        Files.write(folder.resolve("factory.bin"), FACTORY);
        device.pack("first", 1, FIRST);
        device.pack("second", 2, SECOND);
        Files.write(folder.resolve("trained"), TRAINED);
        Files.write(folder.resolve("image"), SECOND);
    }

    @BeforeEach
    void aDeviceWithAnUpdate() throws IOException {
        state = Files.createTempFile(folder, "state", "");
        Files.delete(state);
        start("take", file("first"));
        assertThat(start("confirm")).containsExactly(boot(0, true, 0, FIRST), "confirm 0");
    }

    /** One start: what the device prints. */
    private List<String> start(Object... commands) throws IOException {
        return StoreProgram.life(program, folder, state, commands);
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> make(String name) throws IOException {
        return start("own", file(name), file(name));
    }

    private void keepTrained() throws IOException {
        assertThat(make("trained")).containsExactly(boot(0, false, 1, FIRST), "own 0");
        assertThat(start("confirm")).containsExactly(boot(1, true, 1, TRAINED), "confirm 0");
    }

    private void assertRefused(byte[] announced, byte[] given, int reason) throws IOException {
        Files.write(folder.resolve("announced"), announced);
        Files.write(folder.resolve("given"), given);
        assertThat(start("own", file("announced"), file("given")))
                .containsExactly(boot(0, false, 1, FIRST), "own " + reason);
        assertThat(start()).containsExactly(boot(0, false, 1, FIRST));
    }

    @Test
    void anImageOfTheDevicesOwnIsTriedAndKept() throws IOException {
        keepTrained();
        assertThat(start()).containsExactly(boot(1, false, 1, TRAINED));
    }

    /** Also where the image of the factory runs, which no package brought. */
    @Test
    void theFirstImageMayBeTheDevicesOwn() throws IOException {
        Files.delete(state);
        assertThat(make("trained")).containsExactly(boot(2, false, 0, FACTORY), "own 0");
        assertThat(start("confirm")).containsExactly(boot(0, true, 0, TRAINED), "confirm 0");
        assertThat(start("take", file("first"))).containsExactly(boot(0, false, 0, TRAINED), "take 0");
        assertThat(start("confirm")).containsExactly(boot(1, true, 0, FIRST), "confirm 0");
        assertThat(start()).containsExactly(boot(1, false, 1, FIRST));
    }

    /** Fault 21, of such an image. */
    @ParameterizedTest
    @ValueSource(strings = {"reject", ""})
    void oneThatIsNotConfirmedIsTakenBack(String command) throws IOException {
        make("trained");
        List<String> trial = command.isEmpty() ? start() : start(command);
        assertThat(trial.get(0)).isEqualTo(boot(1, true, 1, TRAINED));
        assertThat(start("confirm")).containsExactly(boot(0, false, 1, FIRST), "confirm 0");
        keepTrained();
    }

    /** Fault 29: newer packages are, older ones and parts of the image before are not. */
    @Test
    void packagesAreTakenAsBefore() throws IOException {
        byte[] changed = FIRST.clone();
        Arrays.fill(changed, 2_000, 2_010, (byte) 1);
        byte[] parts = TestManifest.encoded(2_000, Arrays.copyOfRange(changed, 2_000, 2_010));
        device.pack("parts", device.manifestOfParts(2, FIRST, changed, parts), parts);
        keepTrained();
        assertThat(start("take", file("first"))).containsExactly(boot(1, false, 1, TRAINED), "take " + OLD);
        assertThat(start("take", file("parts"))).containsExactly(boot(1, false, 1, TRAINED), "take " + BASE);
        assertThat(start("take", file("second"))).containsExactly(boot(1, false, 1, TRAINED), "take 0");
        assertThat(start("confirm")).containsExactly(boot(0, true, 1, SECOND), "confirm 0");
        assertThat(start("take", file("second"))).containsExactly(boot(0, false, 2, SECOND), "take " + INSTALLED);
    }

    /** Fault 26: one that stops is begun anew, and is none to start with. */
    @Test
    void oneThatStopsIsForgotten() throws IOException {
        assertThat(start("stop", file("trained"), PART)).containsExactly(boot(0, false, 1, FIRST), "stop 0");
        assertThat(start()).containsExactly(boot(0, false, 1, FIRST));
        keepTrained();
    }

    /** Fault 27: also where the package brings the very image that was under way. */
    @ParameterizedTest
    @ValueSource(strings = {"trained", "image"})
    void aPackageFollowsOneThatStopped(String name) throws IOException {
        start("stop", file(name), PART);
        assertThat(start("take", file("second"))).containsExactly(boot(0, false, 1, FIRST), "take 0");
        assertThat(start("confirm")).containsExactly(boot(1, true, 1, SECOND), "confirm 0");
        assertThat(start()).containsExactly(boot(1, false, 2, SECOND));
    }

    /** Fault 28, and what was sent of the package has to be sent again. */
    @ParameterizedTest
    @ValueSource(strings = {"trained", "image"})
    void oneFollowsAPackageThatStopped(String name) throws IOException {
        byte[] image = Files.readAllBytes(folder.resolve(name));
        start("begin", "feed", file("second"), 0, PART);
        assertThat(make(name)).containsExactly(boot(0, false, 1, FIRST), "own 0");
        assertThat(start("confirm")).containsExactly(boot(1, true, 1, image), "confirm 0");
        assertThat(start("take", file("second"))).containsExactly(boot(1, false, 1, image), "take 0");
        assertThat(start("confirm")).containsExactly(boot(0, true, 1, SECOND), "confirm 0");
    }

    /** Fault 30: nothing is written over an image that is on trial, or waits for it. */
    @Test
    void noneIsMadeWhileAnotherIsOnTrial() throws IOException {
        assertThat(start("take", file("second"), "own", file("trained"), file("trained")))
                .containsExactly(boot(0, false, 1, FIRST), "take 0", "own " + BUSY);
        assertThat(make("trained")).containsExactly(boot(1, true, 1, SECOND), "own " + BUSY);
        assertThat(start()).containsExactly(boot(0, false, 1, FIRST));
    }

    /** Fault 31. */
    @Test
    void sizesThatDoNotFitAreRefused() throws IOException {
        byte[] large = DeviceFolder.image(SLOT_BYTES + 16, 24);
        assertRefused(large, large, SIZE);
        byte[] small = Arrays.copyOf(TRAINED, 159);
        assertRefused(small, small, SIZE);
        assertRefused(TRAINED, Arrays.copyOf(TRAINED, TRAINED.length + 1), SIZE);
        keepTrained();
    }

    /** Fault 31: one byte is another, or the last ones are missing. */
    @Test
    void otherBytesThanAnnouncedAreRefused() throws IOException {
        byte[] other = TRAINED.clone();
        other[3_000] ^= 1;
        assertRefused(TRAINED, other, RESULT);
        assertRefused(TRAINED, Arrays.copyOf(TRAINED, TRAINED.length - 1), RESULT);
        assertRefused(TRAINED, new byte[0], RESULT);
        keepTrained();
    }

    /** Fault 31. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 16, 47})
    void anImageOfOtherCodeIsRefused(int at) throws IOException {
        byte[] other = TRAINED.clone();
        other[at] ^= 1;
        assertRefused(other, other, PROGRAM);
        keepTrained();
    }

    /** Fault 22, of such an image: an operation fails or does nothing. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void flashThatFailsIsNoticed(int kind) throws IOException {
        byte[] before = Files.readAllBytes(state);
        int noticed = 0;
        for (int after = 0; after < 640; after += 13) {
            Files.write(state, before);
            String said = start("fault", after, kind, "own", file("trained"), file("trained"))
                    .get(1);
            assertThat(said).isIn("own 0", "own " + FLASH);
            noticed += said.equals("own " + FLASH) ? 1 : 0;
            boolean taken = said.equals("own 0");
            assertThat(start().get(0)).isEqualTo(taken ? boot(1, true, 1, TRAINED) : boot(0, false, 1, FIRST));
        }
        assertThat(noticed).isGreaterThan(40);
    }
}
