package dev.thimble.backendc.image;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Builds the image of a model. */
public final class ImageBuilder {
    private static final int WORD = 4;

    /** Bytes of a digest of which half is taken. */
    private static final int HALF_DIGEST = 16;

    private final CStruct constants;
    private final ProgramDigest digests;
    private final List<CArray> parts = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private long at;

    private ImageBuilder(CStruct constants, ProgramDigest digests) {
        this.constants = constants;
        this.digests = digests;
        this.at = CImage.HEADER_BYTES;
        place(constants.bytes());
    }

    /**
     * The image of a model.
     *
     * @param constants the structure that its code reads
     * @param digests of the code
     * @param tokenizer its tables
     * @param answer what its logits mean
     * @param test what it tests itself with
     */
    public static CImage of(
            CStruct constants, ProgramDigest digests, TokenizerTables tokenizer, Answer answer, SelfTest test) {
        ImageBuilder builder = new ImageBuilder(constants, digests);
        builder.add(new TokenizerPart(tokenizer).arrays(builder.at));
        builder.add(ImageArrays.answer(answer, builder.at));
        builder.add(List.of(ImageArrays.words("vectors", "of the self-test", test.words())));
        builder.fill();
        return builder.image();
    }

    private void place(long bytes) {
        places.add(Math.toIntExact(at));
        places.add(Math.toIntExact(bytes));
        at += bytes;
    }

    private void add(List<CArray> part) {
        parts.addAll(part);
        place(bytes(part));
    }

    private static long bytes(List<CArray> arrays) {
        return arrays.stream().mapToLong(CArray::roomBytes).sum();
    }

    /** Words of zeros to the end of a unit. */
    private void fill() {
        int missing = Math.floorMod(-at, CImage.ALIGNMENT) / WORD;
        if (missing > 0) {
            parts.add(ImageArrays.words("end", "fills up", Collections.nCopies(missing, 0)));
            at += (long) missing * WORD;
        }
    }

    private CImage image() {
        CImage open = new CImage(header(ByteBuffer.allocate(0), ByteBuffer.allocate(0)), parts);
        ByteBuffer bytes = ByteBuffer.wrap(ImageFile.bytes(open, constants));
        ByteBuffer content = bytes.slice(CImage.HEADER_BYTES, bytes.capacity() - CImage.HEADER_BYTES);
        ByteBuffer tokenizer = bytes.slice(places.get(2), places.get(3));
        return new CImage(header(tokenizer, content), parts);
    }

    private List<Integer> header(ByteBuffer tokenizer, ByteBuffer content) {
        ByteBuffer header = ByteBuffer.allocate(CImage.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(CImage.MAGIC).putShort((short) CImage.FORMAT).putShort((short) CImage.HEADER_BYTES);
        header.putInt(Math.toIntExact(at)).putInt(0);
        header.put(digests.program());
        header.put(digests.architecture(), 0, HALF_DIGEST);
        header.put(digests.quantization(), 0, HALF_DIGEST);
        header.put(digest(tokenizer), 0, HALF_DIGEST);
        header.put(digest(content));
        places.forEach(header::putInt);
        header.flip();
        List<Integer> words = new ArrayList<>();
        while (header.hasRemaining()) {
            words.add(header.getInt());
        }
        return words;
    }

    private static byte[] digest(ByteBuffer bytes) {
        MessageDigest digest = Digests.sha256();
        digest.update(bytes);
        return digest.digest();
    }
}
