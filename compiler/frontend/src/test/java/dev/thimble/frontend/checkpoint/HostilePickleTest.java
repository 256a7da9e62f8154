package dev.thimble.frontend.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.testing.TorchFile;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A pickle that is anything else than a state dict of tensors ends with the diagnostic that says so, and at once. */
class HostilePickleTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TestFactory
    Stream<DynamicTest> inAnArchive() {
        return tests(pickle -> TorchFile.of(Map.of()).archive(pickle));
    }

    @TestFactory
    Stream<DynamicTest> inTheOlderForm() {
        return tests(pickle -> TorchFile.of(Map.of()).older(2, pickle, true));
    }

    private interface Form {
        byte[] around(byte[] pickle);
    }

    private static Stream<DynamicTest> tests(Form form) {
        return HostilePickles.all().entrySet().stream()
                .map(hostile -> DynamicTest.dynamicTest(
                        hostile.getKey().replaceAll("\\p{Cntrl}", "?"), () -> check(form, hostile.getValue())));
    }

    private static void check(Form form, HostilePickles.Case hostile) {
        byte[] file = form.around(hostile.pickle());
        ThimbleException refused = Assertions.assertTimeoutPreemptively(
                SOON, () -> catchThrowableOfType(ThimbleException.class, () -> CheckpointFile.of("weights.bin", file)));
        assertThat(refused).isNotNull();
        assertThat(refused.diagnostic().line())
                .startsWith("error[" + hostile.problem() + "]")
                .contains("(weights.bin)")
                .doesNotContainPattern("\\p{Cntrl}")
                .hasSizeLessThan(500);
    }
}
