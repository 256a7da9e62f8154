package dev.thimble.device.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages to a device that is only told of here. */
class PackageSenderTest {
    private static final byte[] PACKAGE = new byte[5000];

    static {
        new Random(14).nextBytes(PACKAGE);
    }

    /** What a device has of a package, with what it kept of an earlier one. */
    private static final class Store {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final int keptFrom;
        private final int keptTo;
        private int refusedAt = Integer.MAX_VALUE;
        private int stuckAt = Integer.MAX_VALUE;

        Store(int keptFrom, int keptTo) {
            this.keptFrom = keptFrom;
            this.keptTo = keptTo;
        }

        private Taken feed(long at, byte[] bytes) {
            assertThat(at).isEqualTo(taken.size());
            if (taken.size() >= refusedAt) {
                return new Taken(3, taken.size());
            }
            if (taken.size() >= stuckAt) {
                return new Taken(0, taken.size());
            }
            taken.writeBytes(bytes);
            if (taken.size() >= keptFrom && taken.size() < keptTo) {
                taken.writeBytes(Arrays.copyOfRange(PACKAGE, taken.size(), keptTo));
            }
            return new Taken(0, taken.size());
        }

        private Taken begin() {
            taken.reset();
            return new Taken(0, 0);
        }

        UpdatableDevice device() {
            return (UpdatableDevice) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {UpdatableDevice.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "begin" -> begin();
                        case "feed" -> feed((Long) arguments[0], (byte[]) arguments[1]);
                        case "end" -> new Taken(taken.size() == PACKAGE.length ? 0 : 20, taken.size());
                        default -> "a device";
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 999, 1000, 5000, 8192})
    void allOfItArrivesInOrder(int chunk) {
        Store store = new Store(0, 0);
        PackageSender.Sent sent = new PackageSender(store.device(), chunk).send(PACKAGE);
        assertThat(sent).isEqualTo(new PackageSender.Sent(0, PACKAGE.length, PACKAGE.length));
        assertThat(store.taken.toByteArray()).isEqualTo(PACKAGE);
    }

    @Test
    void whatTheDeviceKeptIsNotSent() {
        Store store = new Store(1500, 4000);
        PackageSender.Sent sent = new PackageSender(store.device(), 1000).send(PACKAGE);
        assertThat(sent).isEqualTo(new PackageSender.Sent(0, PACKAGE.length, 3000));
        assertThat(store.taken.toByteArray()).isEqualTo(PACKAGE);
    }

    @Test
    void nothingIsSentToWhoHasRefused() {
        Store store = new Store(0, 0);
        store.refusedAt = 2000;
        PackageSender.Sent sent = new PackageSender(store.device(), 1000).send(PACKAGE);
        assertThat(sent).isEqualTo(new PackageSender.Sent(3, 2000, 3000));
    }

    @Test
    void aPartIsJustThat() {
        Store store = new Store(0, 0);
        PackageSender.Sent sent = new PackageSender(store.device(), 1000).sendUpTo(PACKAGE, 2500);
        assertThat(sent).isEqualTo(new PackageSender.Sent(0, 2500, 2500));
    }

    @Test
    void aDeviceThatAsksForTheSameForEverIsGivenUp() {
        Store store = new Store(0, 0);
        store.stuckAt = 3000;
        PackageSender sender = new PackageSender(store.device(), 1000);
        assertThatThrownBy(() -> sender.send(PACKAGE))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("byte 3000 is asked for after byte 4000");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 8193})
    void requestsHaveASize(int chunk) {
        assertThatThrownBy(() -> new PackageSender(new Store(0, 0).device(), chunk))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
