package dev.thimble.update.image;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All data of a model as one file; docs/updates.md has its header, which is checked here. */
public final class ModelImage {
    /** Bytes of a header; no image has fewer. */
    public static final int HEADER_BYTES = 160;

    private static final int MAGIC = 0x4D494854;
    private static final int FORMAT = 2;
    private static final int ALIGNMENT = 16;
    private static final int SIZE_AT = 8;
    private static final int PROGRAM_AT = 16;
    private static final int CONTENT_AT = 96;
    private static final int CONTENT_BYTES = 32;
    private static final int SECTIONS_AT = 128;
    private static final List<String> SECTIONS = List.of("constants", "tokenizer", "labels", "self-test vectors");

    private final byte[] bytes;
    private final Identity identity;
    private final List<Section> sections;

    private ModelImage(byte[] bytes, Identity identity, List<Section> sections) {
        this.bytes = bytes;
        this.identity = identity;
        this.sections = List.copyOf(sections);
    }

    /**
     * Reads an image.
     *
     * @param path its file, or the folder of a package that holds one
     * @throws ThimbleException where there is none, or several, or one that is damaged
     */
    public static ModelImage read(Path path) {
        Path file = Files.isDirectory(path) ? onlyImage(path) : path;
        byte[] bytes = InputFile.read(file, InputFile.MOST);
        String wrong = wrong(bytes);
        if (!wrong.isEmpty()) {
            throw new ThimbleException(UpdateProblem.IMAGE_INVALID.at(file.toString(), wrong));
        }
        return of(bytes);
    }

    private static Path onlyImage(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*_image.bin")) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new ThimbleException(UpdateProblem.IMAGE_MISSING.at("", folder), e);
        }
        if (found.isEmpty()) {
            throw new ThimbleException(UpdateProblem.IMAGE_MISSING.at("", folder));
        }
        if (found.size() > 1) {
            List<String> names = found.stream()
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
            throw new ThimbleException(UpdateProblem.IMAGE_AMBIGUOUS.at(folder.toString(), String.join(", ", names)));
        }
        return found.get(0);
    }

    /** What keeps bytes from being an image; empty where nothing does. */
    private static String wrong(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            return "it has " + bytes.length + " bytes, fewer than a header";
        }
        ByteBuffer header = littleEndian(bytes);
        if (header.getInt(0) != MAGIC) {
            return "it does not begin with THIM";
        }
        if (header.getShort(4) != FORMAT || header.getShort(6) != HEADER_BYTES || header.getInt(12) != 0) {
            return "it is of format " + header.getShort(4) + ", not " + FORMAT;
        }
        if (header.getInt(SIZE_AT) != bytes.length || bytes.length % ALIGNMENT != 0) {
            return "it has " + bytes.length + " bytes, and says that it has "
                    + Integer.toUnsignedString(header.getInt(SIZE_AT));
        }
        if (!slice(bytes, CONTENT_AT, CONTENT_BYTES)
                .equals(Octets.sha256(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length)))) {
            return "its content is not the one that its header names";
        }
        return sections(bytes).stream().allMatch(section -> section.end() <= bytes.length)
                ? ""
                : "a section ends behind it";
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Octets slice(byte[] bytes, int from, int count) {
        return Octets.of(Arrays.copyOfRange(bytes, from, from + count));
    }

    private static List<Section> sections(byte[] bytes) {
        ByteBuffer header = littleEndian(bytes).position(SECTIONS_AT);
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("header", 0, HEADER_BYTES));
        for (String name : SECTIONS) {
            long offset = Integer.toUnsignedLong(header.getInt());
            sections.add(new Section(name, offset, Integer.toUnsignedLong(header.getInt())));
        }
        return sections;
    }

    /** An image that Thimble has just made: nothing is checked. */
    public static ModelImage of(byte[] image) {
        byte[] bytes = image.clone();
        int other = Identity.OTHER_BYTES;
        int architecture = PROGRAM_AT + Identity.PROGRAM_BYTES;
        Identity identity = new Identity(
                slice(bytes, PROGRAM_AT, Identity.PROGRAM_BYTES),
                slice(bytes, architecture, other),
                slice(bytes, architecture + other, other),
                slice(bytes, architecture + 2 * other, other));
        return new ModelImage(bytes, identity, sections(bytes));
    }

    /** All of it; a new array. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }

    /** The digest of all bytes, header included. */
    public Octets digest() {
        return Octets.sha256(bytes);
    }

    /** The digest of all behind its header, by which devices know it. */
    public Octets content() {
        return slice(bytes, CONTENT_AT, CONTENT_BYTES);
    }

    /** What code it is for. */
    public Identity identity() {
        return identity;
    }

    /** Whether bytes begin as an image that the same code reads. */
    public boolean isOfTheCodeOf(byte[] other) {
        int end = PROGRAM_AT + Identity.PROGRAM_BYTES;
        return other.length >= HEADER_BYTES
                && Arrays.equals(bytes, 0, SIZE_AT, other, 0, SIZE_AT)
                && Arrays.equals(bytes, PROGRAM_AT, end, other, PROGRAM_AT, end);
    }

    /** Its header and what the header names, in order. */
    public List<Section> sections() {
        return sections;
    }

    /** The names of the sections that a part has bytes in; none where it only fills up. */
    public List<String> sectionsOf(Part part) {
        return sections.stream()
                .filter(section -> section.meets(part.offset(), part.end()))
                .map(Section::name)
                .toList();
    }
}
