package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CLoop;
import dev.thimble.backendc.model.CNumber;
import dev.thimble.backendc.model.COperand;
import dev.thimble.backendc.model.CStep;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A digest of all that a model's code takes for granted of its image: where each member lies, what is computed with it
 * in which order, and what is not in the image but has to go with it, tokenizer and labels. An image fits the code if
 * both have the same.
 */
final class LayoutDigest {
    /** To be raised when the same text gets another meaning. */
    private static final String FORMAT = "thimble image 1";

    private final StringBuilder text = new StringBuilder(FORMAT).append('\n');

    private LayoutDigest() {}

    /** The digest's first words, those that an image's header has. */
    static List<Integer> of(List<CLoop> loops, CStruct image, List<String> labels, TokenizerTables tokenizer) {
        LayoutDigest digest = new LayoutDigest();
        image.numbers().forEach(digest::number);
        image.arrays().forEach(digest::array);
        loops.forEach(loop -> loop.steps().forEach(digest::step));
        labels.forEach(label -> digest.line("label " + label));
        digest.line(new TreeMap<>(tokenizer.scalars()).toString());
        digest.line(new TreeMap<>(tokenizer.pointers()).toString());
        tokenizer.arrays().forEach(digest::content);
        return digest.words();
    }

    private void line(String line) {
        text.append(line.length()).append(' ').append(line).append('\n');
    }

    private void number(CNumber number) {
        line(number.type().c() + " " + number.name());
    }

    private void array(CArray array) {
        line(array.type().c() + " " + array.name() + " " + array.size());
    }

    private void content(CArray array) {
        array(array);
        line(IntStream.range(0, array.size())
                .mapToObj(i -> Long.toString(array.at(i)))
                .collect(Collectors.joining(" ")));
    }

    private void step(CStep step) {
        String inputs = step.inputs().stream().map(LayoutDigest::operand).collect(Collectors.joining(" "));
        line(operand(step.output()) + " = " + step.descriptor() + " " + inputs);
    }

    private static String operand(COperand operand) {
        return operand.pointer() + " " + operand.bits() + " " + operand.width();
    }

    private List<Integer> words() {
        ByteBuffer digest =
                ByteBuffer.wrap(Digests.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        return IntStream.range(0, CImage.LAYOUT_WORDS)
                .mapToObj(i -> digest.getInt(4 * i))
                .toList();
    }
}
