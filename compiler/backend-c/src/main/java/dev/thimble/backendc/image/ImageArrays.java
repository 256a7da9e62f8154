package dev.thimble.backendc.image;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CType;
import dev.thimble.core.target.Section;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Arrays of an image's parts. They have a name in front that no constant of a graph has: that of the part. */
final class ImageArrays {
    private static final String PREFIX = "part_";
    private static final int WORD = 4;

    private ImageArrays() {}

    /** Words of 32 bits. */
    static CArray words(String name, String comment, List<Integer> words) {
        return CArray.of(
                PREFIX + name,
                CType.U32,
                Section.WEIGHTS,
                comment,
                words.size(),
                i -> Integer.toUnsignedLong(words.get(i)));
    }

    /**
     * The answer's part when it lies so many bytes behind the image's start: how many labels there are, the logit that
     * stands for 0, where the scale of logits is as text, and where each label is; then the texts.
     */
    static List<CArray> answer(Answer answer, long start) {
        List<String> texts = answer.texts();
        List<Integer> head = new ArrayList<>(List.of(answer.labels().size(), answer.logitZeroPoint()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long first = start + (long) WORD * (head.size() + texts.size());
        for (String text : texts) {
            head.add(Math.toIntExact(first + bytes.size()));
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        byte[] all = bytes.toByteArray();
        return List.of(
                words(
                        "answer",
                        "how many labels, the zero point of logits, where their scale and the labels are",
                        head),
                CArray.of(
                        PREFIX + "texts",
                        CType.U8,
                        Section.WEIGHTS,
                        "UTF-8, each with a 0 behind it",
                        all.length,
                        i -> Byte.toUnsignedLong(all[i])));
    }
}
