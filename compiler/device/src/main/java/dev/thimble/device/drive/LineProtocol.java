package dev.thimble.device.drive;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.train.Rates;
import dev.thimble.device.toolchain.Alarm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A device behind the line protocol of {@code boards/_harness/protocol.h}: one line asks, one line answers. A device
 * that neither reads nor says anything for a while counts as hung, and so does one that never comes to an end of its
 * answer; {@link Patience} says when. Where the lines go is the {@link Connection}'s matter.
 */
final class LineProtocol implements FleetDevice {

    private static final String HELLO = "thimble 1 ";
    private static final Duration PARTING = Duration.ofSeconds(5);
    private static final int CHUNK = 1 << 14;

    private final String who;
    private final Connection connection;
    private final OutputStream requests;
    private final Lines lines;
    private final Patience patience;
    private final List<String> models;
    private final String modelName;
    private Alarm request;

    private LineProtocol(String who, Connection connection, String name, Patience patience) {
        this.who = who;
        this.connection = connection;
        this.requests = connection.requests();
        this.lines = new Lines(connection.answers());
        this.patience = patience;
        this.request = alarm(patience.whole());
        this.models = hello();
        this.modelName = name;
        this.request.off();
    }

    /**
     * The device at the other end of a connection, which is cut when that is not the device that is meant.
     *
     * @param connection the way to the device, which closing the device ends
     * @param who what diagnostics call it
     * @param name the model's name, which the device must say
     * @param patience how long it is waited for
     */
    static FleetDevice over(Connection connection, String who, String name, Patience patience) {
        try {
            LineProtocol device = new LineProtocol(who, connection, name, patience);
            device.use();
            return device;
        } catch (ThimbleException e) {
            connection.cut();
            throw e;
        }
    }

    /** Of several models it is the first that a device uses unless it is told. */
    private void use() {
        if (!models.contains(modelName)) {
            throw new ThimbleException(ToolProblem.ANOTHER_MODEL.at("", who, String.join("\", \"", models), modelName));
        }
        if (!modelName.equals(models.get(0))) {
            ask("u " + modelName, line -> AnswerReader.used(line, modelName));
        }
    }

    @Override
    public String modelName() {
        return modelName;
    }

    @Override
    public Answer text(byte[] utf8) {
        return ask("t " + HexFormat.of().formatHex(utf8), AnswerReader::answer);
    }

    @Override
    public Answer ids(List<Integer> ids) {
        return ask("i" + joined(ids), AnswerReader::answer);
    }

    @Override
    public Trace trace(List<Integer> ids) {
        List<TraceRow> rows = new ArrayList<>();
        Answer answer = askDetailed("x" + joined(ids), "v ", AnswerReader::traceRow, rows);
        return new Trace(rows, answer);
    }

    @Override
    public Profile profile(List<Integer> ids) {
        List<StepCost> steps = new ArrayList<>();
        Answer answer = askDetailed("p" + joined(ids), "m ", AnswerReader::stepCost, steps);
        return new Profile(steps, answer);
    }

    /** Gathers the lines that come before the answer. */
    private <T> Answer askDetailed(String request, String mark, Function<String, T> reader, List<T> details) {
        return timed(() -> {
            send(request);
            String line = receive();
            while (line.startsWith(mark)) {
                details.add(parse(line, reader));
                line = receive();
            }
            return parse(accepted(request, line), AnswerReader::answer);
        });
    }

    /** Lets go of a device that is not done in time. */
    private Alarm alarm(Duration limit) {
        return new Alarm(connection::cut, limit);
    }

    private <T> T timed(Supplier<T> work) {
        request = alarm(patience.whole());
        try {
            return work.get();
        } finally {
            request.off();
        }
    }

    @Override
    public MemoryUse memory() {
        return ask("s", AnswerReader::memory);
    }

    @Override
    public Started started() {
        return ask("b", AnswerReader::started);
    }

    @Override
    public Taken begin() {
        return ask("n", AnswerReader::taken);
    }

    @Override
    public Taken feed(long at, byte[] bytes) {
        return ask("f " + at + " " + HexFormat.of().formatHex(bytes), AnswerReader::taken);
    }

    @Override
    public Taken end() {
        return ask("e", AnswerReader::taken);
    }

    @Override
    public SelfTestResult selfTest() {
        return ask("v", AnswerReader::selfTest);
    }

    @Override
    public Taken confirm() {
        return ask("c", AnswerReader::taken);
    }

    @Override
    public Taken reject() {
        return ask("d", AnswerReader::taken);
    }

    @Override
    public void restart() {
        ask("r", line -> AnswerReader.used(line, "bye"));
        timed(this::hello);
        use();
    }

    @Override
    public Learned train(Rates rates, int replayed, int seed) {
        List<Integer> numbers = List.of(rates.rate(), rates.momentum(), rates.decay(), replayed, seed);
        return ask("g" + joined(numbers), AnswerReader::learned);
    }

    @Override
    public Learned learn(int label, byte[] utf8) {
        return ask("l " + label + " " + HexFormat.of().formatHex(utf8), AnswerReader::learned);
    }

    @Override
    public Learned hold(int matrices) {
        return ask("h " + Integer.toUnsignedString(matrices), AnswerReader::learned);
    }

    @Override
    public Learned addLabel(int label, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return ask("a " + label + " " + HexFormat.of().formatHex(utf8), AnswerReader::learned);
    }

    @Override
    public Learned setParameters(int at, List<Integer> values) {
        ByteBuffer words = ByteBuffer.allocate(Integer.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(words::putInt);
        return ask("z " + at + " " + HexFormat.of().formatHex(words.array()), AnswerReader::learned);
    }

    @Override
    public List<Integer> parameters(int at, int count) {
        return ask("y " + at + " " + count, AnswerReader::parameters);
    }

    @Override
    public Taken installUpTo(long most) {
        return ask("w " + most, AnswerReader::taken);
    }

    @Override
    public void enrol(byte[] id, byte[] key, long answered) {
        HexFormat hex = HexFormat.of();
        ask("I " + answered + " " + hex.formatHex(id) + hex.formatHex(key), line -> AnswerReader.used(line, "known"));
    }

    @Override
    public Tasked task(byte[] message) {
        return ask("T " + HexFormat.of().formatHex(message), AnswerReader::tasked);
    }

    @Override
    public Learned trainAsTasked(int seed) {
        return ask("L " + Integer.toUnsignedString(seed), AnswerReader::learned);
    }

    @Override
    public Recorded makeRecord(int examples, int seed) {
        return ask("U " + examples + " " + Integer.toUnsignedString(seed), AnswerReader::recorded);
    }

    @Override
    public byte[] recordBytes(int at, int count) {
        return ask("R " + at + " " + count, AnswerReader::bytes);
    }

    @Override
    public Receipted receipt(byte[] message) {
        return ask("C " + HexFormat.of().formatHex(message), AnswerReader::receipted);
    }

    /** Asks the device to end; one that does not is ended. */
    @Override
    public void close() {
        Alarm parting = alarm(PARTING);
        try {
            requests.write("q\n".getBytes(StandardCharsets.US_ASCII));
            requests.close();
            connection.awaitEnd(PARTING);
        } catch (IOException e) {
            // It is gone already, which is what was wanted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            parting.off();
            connection.cut();
            lines.close();
        }
    }

    /** Lines before the hello are the emulator's own; they stay in the last lines for a diagnostic. */
    private List<String> hello() {
        String line = receive();
        while (!line.startsWith(HELLO)) {
            line = receive();
        }
        return List.of(line.substring(HELLO.length()).split(" ", -1));
    }

    private <T> T ask(String request, Function<String, T> reader) {
        return timed(() -> {
            send(request);
            return parse(accepted(request, receive()), reader);
        });
    }

    private String accepted(String request, String line) {
        if (line.equals("err long") && request.startsWith("t ")) {
            throw new ThimbleException(InputProblem.TEXT_TOO_LONG.at("", (request.length() - 2) / 2, who));
        }
        if (line.startsWith("err ")) {
            String shown = request.length() > 60 ? request.substring(0, 60) + "…" : request;
            throw new ThimbleException(ToolProblem.DEVICE_REFUSED.at("", who, shown, line.substring(4)));
        }
        return line;
    }

    private <T> T parse(String line, Function<String, T> reader) {
        try {
            return reader.apply(line);
        } catch (IllegalArgumentException e) {
            throw new ThimbleException(ToolProblem.ANSWER_MALFORMED.at("", who, lines.last()), e);
        }
    }

    /** Piece by piece, so that a device that takes a long text slowly is told from one that takes nothing more. */
    private void send(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += CHUNK) {
            Alarm stuck = alarm(patience.silence());
            try {
                requests.write(bytes, at, Math.min(CHUNK, bytes.length - at));
                requests.flush();
            } catch (IOException e) {
                throw stuck.rang() ? silent() : gone(e);
            } finally {
                stuck.off();
            }
        }
    }

    /** The next line that is not empty. */
    private String receive() {
        String line = receiveAny();
        while (line.isEmpty()) {
            line = receiveAny();
        }
        return line;
    }

    private String receiveAny() {
        try {
            return lines.next(patience.silence()).orElseThrow(this::failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone(e);
        }
    }

    private ThimbleException failure() {
        return lines.ended() ? gone(new IOException("end of output")) : silent();
    }

    private ThimbleException silent() {
        return new ThimbleException(
                ToolProblem.DEVICE_SILENT.at("", who, patience.silence().toSeconds(), lines.last()));
    }

    /** Reads what the device still had to say, so that the diagnostic has it. */
    private ThimbleException gone(Exception cause) {
        if (request.rang()) {
            return new ThimbleException(
                    ToolProblem.DEVICE_TOO_SLOW.at("", who, patience.whole().toSeconds(), lines.last()), cause);
        }
        Alarm parting = alarm(PARTING);
        try {
            while (lines.next(PARTING).isPresent()) {
                // Each line is remembered as it passes.
            }
            parting.off();
            int status = connection.awaitEnd(PARTING);
            return new ThimbleException(ToolProblem.DEVICE_ENDED.at("", who, status, lines.last()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.cut();
            return new ThimbleException(ToolProblem.DEVICE_SILENT.at("", who, 0, lines.last()), cause);
        }
    }

    private static String joined(List<Integer> ids) {
        return ids.stream().map(id -> " " + id).collect(Collectors.joining());
    }
}
