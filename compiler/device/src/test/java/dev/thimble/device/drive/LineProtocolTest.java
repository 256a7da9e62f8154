package dev.thimble.device.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol over two pipes: no program is at their other end, only a thread. */
@Timeout(30)
class LineProtocolTest {
    private static final Patience QUICK = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(10));

    /** What the thread does with the requests that it reads and the answers that it writes. */
    private interface Behaviour {
        void run(BufferedReader requests, PrintStream answers) throws IOException;
    }

    /** Two pipes to a thread. */
    private static final class Pipes implements Connection {
        private final PipedInputStream answers = new PipedInputStream();
        private final PipedInputStream asked = new PipedInputStream();
        private final PipedOutputStream requests = new PipedOutputStream(asked);
        private final PipedOutputStream answered = new PipedOutputStream(answers);
        private final Thread device;
        private volatile boolean cut;

        Pipes(Behaviour behaviour) throws IOException {
            device = new Thread(() -> behave(behaviour), "device of pipes");
            device.setDaemon(true);
            device.start();
        }

        private void behave(Behaviour behaviour) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(asked, StandardCharsets.US_ASCII));
                    PrintStream out = new PrintStream(answered, true, StandardCharsets.US_ASCII)) {
                behaviour.run(in, out);
            } catch (IOException e) {
                // The pipes are cut, which ends the device.
            }
        }

        @Override
        public InputStream answers() {
            return answers;
        }

        @Override
        public OutputStream requests() {
            return requests;
        }

        @Override
        public void cut() {
            cut = true;
            device.interrupt();
            try {
                answered.close();
                asked.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int awaitEnd(Duration patience) throws InterruptedException {
            device.join(patience.toMillis());
            if (device.isAlive()) {
                cut();
            }
            return 0;
        }
    }

    /** Says the hello and then, to each request that is known, its answer; ends as it is asked to. */
    private static Behaviour answering(Map<String, String> answers) {
        return (requests, out) -> {
            out.println("booting");
            out.println("thimble 1 fake");
            for (String line = requests.readLine(); line != null && !line.equals("q"); line = requests.readLine()) {
                out.println(answers.getOrDefault(line, "err unknown"));
            }
        };
    }

    private static Device start(Connection connection) {
        return LineProtocol.over(connection, "the thread", "fake", QUICK);
    }

    @Test
    void everyRequestIsALineAndSoIsEveryAnswer() throws Exception {
        Map<String, String> answers = Map.of(
                "t 6869", "ok 1 0 0 ids 1 97 logits 2 5 -5",
                "i 3 4", "ok 0 1 7 ids 2 3 4 logits 1 9",
                "x 3", "v seen 0 1 3\nok 0 0 0 ids 1 3 logits 1 9");
        try (Device device = start(new Pipes(answering(answers)))) {
            assertThat(device.modelName()).isEqualTo("fake");
            assertThat(device.text("hi".getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(new Answer(1, false, 0, List.of(97), List.of(5, -5)));
            assertThat(device.ids(List.of(3, 4))).isEqualTo(new Answer(0, true, 7, List.of(3, 4), List.of(9)));
            assertThat(device.trace(List.of(3)).rows()).containsExactly(new TraceRow("seen", 0, List.of(3)));
            assertThatThrownBy(device::memory).hasMessage("error[THM-0606]: the thread refused the request s: unknown");
        }
    }

    @Test
    void closingLetsADeviceEndByItself() throws Exception {
        StringBuilder seen = new StringBuilder();
        Pipes pipes = new Pipes((requests, out) -> {
            out.println("thimble 1 fake");
            seen.append(requests.readLine());
        });
        start(pipes).close();
        pipes.device.join();
        assertThat(seen).hasToString("q");
    }

    @Test
    void aDeviceThatSaysNothingIsCut() throws Exception {
        Pipes pipes = new Pipes((requests, out) -> {
            out.println("thimble 1 fake");
            while (requests.readLine() != null) {
                // It listens and says nothing.
            }
        });
        try (Device device = start(pipes)) {
            assertThatThrownBy(() -> device.ids(List.of(1)))
                    .hasMessageStartingWith("error[THM-0604]: the thread did not answer for 1 s");
        }
        assertThat(pipes.cut).isTrue();
    }

    @Test
    void aDeviceThatReadsNothingIsCut() throws Exception {
        Pipes pipes = new Pipes((requests, out) -> {
            out.println("thimble 1 fake");
            sleep();
        });
        try (Device device = start(pipes)) {
            assertThatThrownBy(() -> device.text(new byte[1 << 16])).hasMessageContaining("THM-0604");
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDeviceThatEndsWithoutAnAnswerIsQuoted() throws Exception {
        Pipes pipes = new Pipes((requests, out) -> {
            out.println("thimble 1 fake");
            requests.readLine();
        });
        try (Device device = start(pipes)) {
            assertThatThrownBy(() -> device.ids(List.of(1)))
                    .hasMessage("error[THM-0605]: the thread ended with status 0 before it answered; "
                            + "its last lines: thimble 1 fake");
        }
    }

    @Test
    void aDeviceThatUsesAnotherModelThanItWasAskedForIsCut() throws Exception {
        Pipes pipes = new Pipes((requests, out) -> {
            out.println("thimble 1 other fake");
            assertThat(requests.readLine()).isEqualTo("u fake");
            out.println("ok other");
        });
        assertThatThrownBy(() -> start(pipes)).hasMessageContaining("THM-0607");
        assertThat(pipes.cut).isTrue();
    }

    @Test
    void aDeviceWithAnotherModelIsCut() throws Exception {
        Pipes pipes = new Pipes(answering(Map.of()));
        assertThatThrownBy(() -> LineProtocol.over(pipes, "the thread", "intents", QUICK))
                .hasMessageContaining("THM-0620");
        assertThat(pipes.cut).isTrue();
    }
}
