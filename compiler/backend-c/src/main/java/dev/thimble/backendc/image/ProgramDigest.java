package dev.thimble.backendc.image;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CLoop;
import dev.thimble.backendc.model.CNumber;
import dev.thimble.backendc.model.COperand;
import dev.thimble.backendc.model.CPointer;
import dev.thimble.backendc.model.CStep;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.core.target.KernelSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Digests of all that a model's code takes for granted of its image: where each constant lies, what is computed with it
 * in which order by which kernels, and where. An image fits the code if both have the same program digest; the other two
 * tell what differs where they do not.
 *
 * @param program SHA-256
 * @param architecture of operators and shapes
 * @param quantization of precisions and layouts
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProgramDigest(byte[] program, byte[] architecture, byte[] quantization) {
    /** To be raised when the same text gets another meaning. */
    private static final String FORMAT = "thimble image 4";

    /**
     * The digests of a model's code.
     *
     * @param kernels that it calls
     * @param arenaBytes that it works in
     * @param limits numbers that it has compiled in: the longest sequence, ids, the most labels
     * @param tokenizer the kind of its tokenizer
     */
    public static ProgramDigest of(
            List<CLoop> loops,
            CStruct constants,
            KernelSet kernels,
            long arenaBytes,
            List<Integer> limits,
            String tokenizer) {
        Text program = new Text("program");
        program.line(kernels.folder() + " " + arenaBytes + " " + limits + " " + tokenizer);
        Text architecture = new Text("architecture");
        architecture.line(limits + " " + tokenizer);
        Text quantization = new Text("quantization");
        constants.numbers().forEach(program::number);
        for (CArray array : constants.arrays()) {
            program.line(array.type().c() + " " + array.name() + " " + array.size());
            architecture.line(array.name() + " " + array.size());
            quantization.line(array.type().c() + " " + array.name());
        }
        for (CLoop loop : loops) {
            program.loop(loop);
            loop.steps().forEach(step -> {
                program.step(step);
                architecture.line(step.value() + " " + step.descriptor().template() + " " + widths(step));
                quantization.line(step.value() + " " + bits(step));
            });
        }
        return new ProgramDigest(program.digest(), architecture.digest(), quantization.digest());
    }

    private static String widths(CStep step) {
        return step.inputs().stream()
                .map(input -> input.width() + " ")
                .collect(Collectors.joining("", "", step.output().width() + ""));
    }

    private static String bits(CStep step) {
        return step.inputs().stream()
                .map(input -> input.bits() + " ")
                .collect(Collectors.joining("", "", step.output().bits() + ""));
    }

    /** A text whose lines cannot run into each other. */
    private static final class Text {
        private final StringBuilder text = new StringBuilder();

        Text(String of) {
            line(FORMAT + " " + of);
        }

        void line(String line) {
            text.append(line.length()).append(' ').append(line).append('\n');
        }

        void number(CNumber number) {
            line(number.type().c() + " " + number.name());
        }

        void loop(CLoop loop) {
            line("loop " + loop.allRows() + " " + loop.block());
            loop.pointers().forEach(this::pointer);
        }

        private void pointer(CPointer pointer) {
            line(pointer.type() + " " + pointer.name() + " " + pointer.offset());
        }

        void step(CStep step) {
            String inputs = step.inputs().stream().map(Text::operand).collect(Collectors.joining(" "));
            line(operand(step.output()) + " = " + step.descriptor() + " " + inputs);
        }

        private static String operand(COperand operand) {
            return operand.pointer() + " " + operand.bits() + " " + operand.width();
        }

        byte[] digest() {
            return Digests.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
