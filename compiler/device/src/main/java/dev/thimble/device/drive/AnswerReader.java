package dev.thimble.device.drive;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;

/** Reads the words of one line of the protocol; what does not fit throws {@link IllegalArgumentException}. */
final class AnswerReader {
    private final StringTokenizer words;

    AnswerReader(String line) {
        this.words = new StringTokenizer(line, " ");
    }

    /** {@code ok <label> <truncated> <instructions> ids <n> <id>.. logits <k> <int>..}. */
    static Answer answer(String line) {
        return new AnswerReader(line).answer();
    }

    /** {@code v <name> <row> <width> <int>..}. */
    static TraceRow traceRow(String line) {
        return new AnswerReader(line).traceRow();
    }

    /** {@code m <name> <rows> <instructions>}. */
    static StepCost stepCost(String line) {
        return new AnswerReader(line).stepCost();
    }

    /** {@code ok stack <peak> <at the call> arena <bytes>}. */
    static MemoryUse memory(String line) {
        return new AnswerReader(line).memory();
    }

    /** {@code ok <name>}: the name of the model that answers from now on, which must be the one that was asked for. */
    static String used(String line, String name) {
        AnswerReader reader = new AnswerReader(line);
        reader.expect("ok");
        reader.expect(name);
        return reader.end(name);
    }

    /** {@code ok boot <slot> <trial> <sequence> <digest>}. */
    static Started started(String line) {
        return new AnswerReader(line).started();
    }

    /** {@code ok update <reason> <received>}. */
    static Taken taken(String line) {
        return new AnswerReader(line).taken();
    }

    /** {@code ok selftest <status> <failed>}. */
    static SelfTestResult selfTest(String line) {
        return new AnswerReader(line).selfTest();
    }

    /** {@code ok training <status> <labels> <instructions>}. */
    static Learned learned(String line) {
        return new AnswerReader(line).learned();
    }

    /** {@code ok parameters <n> <int>..}. */
    static List<Integer> parameters(String line) {
        AnswerReader reader = new AnswerReader(line);
        reader.expect("ok");
        reader.expect("parameters");
        return reader.end(reader.integers());
    }

    /** {@code ok task <reason> <round> <examples> <epochs>}. */
    static Tasked tasked(String line) {
        return new AnswerReader(line).tasked();
    }

    /** {@code ok record <reason> <bytes> <instructions>}. */
    static Recorded recorded(String line) {
        return new AnswerReader(line).recorded();
    }

    /** {@code ok bytes <n> <hex>}, with nothing behind a number of 0. */
    static byte[] bytes(String line) {
        return new AnswerReader(line).bytes();
    }

    /** {@code ok receipt <reason> <refused>}. */
    static Receipted receipted(String line) {
        return new AnswerReader(line).receipted();
    }

    private Tasked tasked() {
        expect("ok");
        expect("task");
        int reason = integer();
        long round = Long.parseLong(word());
        int examples = integer();
        return end(new Tasked(reason, round, examples, integer()));
    }

    private Recorded recorded() {
        expect("ok");
        expect("record");
        int reason = integer();
        int bytes = integer();
        return end(new Recorded(reason, bytes, Long.parseLong(word())));
    }

    private byte[] bytes() {
        expect("ok");
        expect("bytes");
        int count = integer();
        byte[] bytes = count == 0 ? new byte[0] : HexFormat.of().parseHex(word());
        if (bytes.length != count) {
            throw new IllegalArgumentException("another number of bytes");
        }
        return end(bytes);
    }

    private Receipted receipted() {
        expect("ok");
        expect("receipt");
        int reason = integer();
        return end(new Receipted(reason, integer()));
    }

    private Learned learned() {
        expect("ok");
        expect("training");
        int status = integer();
        int labels = integer();
        return end(new Learned(status, labels, Long.parseLong(word())));
    }

    private Started started() {
        expect("ok");
        expect("boot");
        int slot = integer();
        boolean trial = flag();
        long sequence = Long.parseUnsignedLong(word());
        return end(new Started(slot, trial, sequence, word()));
    }

    private Taken taken() {
        expect("ok");
        expect("update");
        int reason = integer();
        return end(new Taken(reason, Long.parseLong(word())));
    }

    private SelfTestResult selfTest() {
        expect("ok");
        expect("selftest");
        int status = integer();
        return end(new SelfTestResult(status, integer()));
    }

    private Answer answer() {
        expect("ok");
        int label = integer();
        boolean truncated = flag();
        long instructions = Long.parseLong(word());
        expect("ids");
        List<Integer> ids = integers();
        expect("logits");
        List<Integer> logits = integers();
        return end(new Answer(label, truncated, instructions, ids, logits));
    }

    private TraceRow traceRow() {
        expect("v");
        String value = word();
        int row = integer();
        return end(new TraceRow(value, row, integers()));
    }

    private StepCost stepCost() {
        expect("m");
        String value = word();
        int rows = integer();
        return end(new StepCost(value, rows, Long.parseLong(word())));
    }

    private MemoryUse memory() {
        expect("ok");
        expect("stack");
        int peak = integer();
        int atCall = integer();
        expect("arena");
        return end(new MemoryUse(peak, atCall, integer()));
    }

    private <T> T end(T result) {
        if (words.hasMoreTokens()) {
            throw new IllegalArgumentException("words after the end");
        }
        return result;
    }

    private List<Integer> integers() {
        int count = integer();
        List<Integer> values = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            values.add(integer());
        }
        return values;
    }

    private boolean flag() {
        int value = integer();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("neither 0 nor 1");
        }
        return value == 1;
    }

    private int integer() {
        return Integer.parseInt(word());
    }

    private void expect(String expected) {
        if (!word().equals(expected)) {
            throw new IllegalArgumentException("no " + expected);
        }
    }

    private String word() {
        try {
            return words.nextToken();
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("too short", e);
        }
    }
}
