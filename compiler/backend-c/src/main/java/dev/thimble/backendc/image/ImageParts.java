package dev.thimble.backendc.image;

import dev.thimble.backendc.model.CImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of an image that was written before, taken apart; docs/updates.md has the layout. */
public final class ImageParts {
    private static final int AT_BYTES = 8;
    private static final int AT_CONTENT = 96;
    private static final int DIGEST_BYTES = 32;
    private static final int AT_ANSWER = 144;
    private static final int AT_VECTORS = 152;
    private static final int WORD = 4;

    /** Words before the places of labels: how many there are, the zero point of logits, where their scale is. */
    private static final int ANSWER_HEAD = 3;

    private final byte[] bytes;
    private final ByteBuffer image;

    private ImageParts(byte[] image) {
        this.bytes = image.clone();
        this.image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An image of this version of Thimble. */
    public static ImageParts of(byte[] image) {
        return new ImageParts(image);
    }

    /** A copy of all bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The digest of all behind its header: 32 bytes. */
    public byte[] content() {
        return Arrays.copyOfRange(bytes, AT_CONTENT, AT_CONTENT + DIGEST_BYTES);
    }

    /** The sequences that it tests itself with. */
    public List<List<Integer>> tested() {
        ByteBuffer words = image.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(image.getInt(AT_VECTORS));
        int labels = image.getInt(answerAt());
        List<List<Integer>> tested = new ArrayList<>();
        for (int left = words.getInt(); left > 0; left--) {
            tested.add(sequence(words));
            words.position(words.position() + WORD * labels);
        }
        return tested;
    }

    /** How many ids, and the ids, two in a word. */
    private static List<Integer> sequence(ByteBuffer words) {
        int count = words.getInt();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(Short.toUnsignedInt(words.getShort()));
        }
        words.position(words.position() + Short.BYTES * (count % 2));
        return ids;
    }

    private int answerAt() {
        return image.getInt(AT_ANSWER);
    }

    private int answerBytes() {
        return image.getInt(AT_ANSWER + WORD);
    }

    /**
     * The image with other constants, more labels and other vectors.
     *
     * @param others bytes of the same length, of which those up to the labels count
     * @param added names of labels behind those that there are
     */
    public byte[] with(byte[] others, List<String> added, SelfTest test) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(others, 0, answerAt());
        all.writeBytes(answer(added));
        int vectors = all.size();
        List<Integer> words = test.words();
        all.writeBytes(bytes(words));
        int filled = Math.floorMod(-all.size(), CImage.ALIGNMENT);
        all.writeBytes(new byte[filled]);
        return withHeader(all.toByteArray(), vectors, WORD * words.size());
    }

    private static byte[] bytes(List<Integer> words) {
        byte[] bytes = new byte[WORD * words.size()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(buffer::putInt);
        return bytes;
    }

    /** New places move the texts; new texts lie behind the old ones. */
    private byte[] answer(List<String> added) {
        int labels = image.getInt(answerAt());
        int oldHead = WORD * (ANSWER_HEAD + labels);
        int moved = WORD * added.size();
        List<Integer> head = new ArrayList<>(List.of(labels + added.size(), image.getInt(answerAt() + WORD)));
        for (int word = head.size(); word < ANSWER_HEAD + labels; word++) {
            head.add(image.getInt(answerAt() + WORD * word) + moved);
        }
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        texts.write(bytes, answerAt() + oldHead, answerBytes() - oldHead);
        for (String name : added) {
            head.add(answerAt() + oldHead + moved + texts.size());
            texts.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            texts.write(0);
        }
        texts.writeBytes(new byte[Math.floorMod(-texts.size(), WORD)]);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(bytes(head));
        answer.writeBytes(texts.toByteArray());
        return answer.toByteArray();
    }

    private byte[] withHeader(byte[] bytes, int vectors, int vectorBytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(AT_BYTES, bytes.length);
        header.putInt(AT_ANSWER + WORD, vectors - answerAt());
        header.putInt(AT_VECTORS, vectors).putInt(AT_VECTORS + WORD, vectorBytes);
        MessageDigest digest = Digests.sha256();
        digest.update(bytes, CImage.HEADER_BYTES, bytes.length - CImage.HEADER_BYTES);
        header.position(AT_CONTENT);
        header.put(digest.digest());
        return bytes;
    }
}
