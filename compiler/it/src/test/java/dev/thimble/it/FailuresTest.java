package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.cli.run.DeviceTarget;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.device.drive.Answer;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.MemoryUse;
import dev.thimble.device.drive.Profile;
import dev.thimble.device.drive.Trace;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody wants to see: faults of a device, of the machine and of Thimble itself, each in one sentence. */
class FailuresTest {
    @TempDir
    Path folder;

    @Test
    void aHeapThatIsTooSmallIsOneSentenceAndLeavesNothing() throws Exception {
        Call call =
                new Child(Map.of(), List.of("-Xmx24m")).thimble("compile", Checkout.MODEL, "-o", folder.resolve("out"));
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics())
                .singleElement()
                .asString()
                .matches("error\\[THM-0824]: the memory that Java may use, 2\\d MiB, is not enough; .*-Xmx4g");
        assertThat(call.errors()).doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFaultOfThimblesOwnShowsItsTraceOnlyWhenAsked() {
        String root = Checkout.ROOT.toString();
        System.setProperty("thimble.root", "\0");
        try {
            Call call = Call.thimble("boards");
            assertThat(call.status()).isEqualTo(1);
            assertThat(call.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error[THM-0823]: Thimble itself has failed: ");
            Call traced = Call.thimble("--debug", "boards");
            assertThat(traced.errors()).contains("\tat dev.thimble.").contains("error[THM-0823]");
        } finally {
            System.setProperty("thimble.root", root);
        }
    }

    @ParameterizedTest
    @CsvSource({"99, 3", "1, 3", "2, 2", "0, 0", "2, 4"})
    void anAnswerThatDoesNotFitTheModelIsRefused(int label, int logits) {
        DeviceTarget target = target(
                new Answer(label, false, 0, List.of(1), List.of(1, 2, 3, 4).subList(0, logits)));
        assertThatThrownBy(() -> target.answer(Example.ofText("hello")))
                .hasMessageStartingWith(
                        "error[THM-0621]: the model \"fake\" gave an answer that does not fit the model: " + "label "
                                + label + " and " + logits + " logits for 3 labels");
    }

    @Test
    void anAnswerThatFitsIsTaken() {
        DeviceTarget target = target(new Answer(2, false, 7, List.of(1), List.of(1, 2, 3)));
        assertThat(target.answer(Example.ofText("hello")).label()).isEqualTo(2);
    }

    private static DeviceTarget target(Answer answer) {
        return new DeviceTarget(new OneAnswer(answer), Quantization.symmetric(Precision.I16, 1), 3);
    }

    /** A device that has one answer to everything. */
    private record OneAnswer(Answer answer) implements Device {
        @Override
        public String modelName() {
            return "fake";
        }

        @Override
        public Answer text(byte[] utf8) {
            return answer;
        }

        @Override
        public Answer ids(List<Integer> ids) {
            return answer;
        }

        @Override
        public Trace trace(List<Integer> ids) {
            return new Trace(List.of(), answer);
        }

        @Override
        public Profile profile(List<Integer> ids) {
            return new Profile(List.of(), answer);
        }

        @Override
        public MemoryUse memory() {
            return new MemoryUse(0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
