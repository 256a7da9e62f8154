package dev.thimble.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.crypto.params.LMSigParameters;

/**
 * What makes a device and its packages, in a folder: the keys that it trusts, and who it is.
 *
 * @param folder where files are
 * @param signers of the keys that it trusts, one or two
 */
record DeviceFolder(Path folder, List<TestSigner> signers) {
    private static final int KEY_BYTES = 60;
    private static final byte[] VENDOR = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    private static final byte[] CLASS = HexFormat.of().parseHex("ffeeddccbbaa99887766554433221100");
    private static final byte[] DEVICE = HexFormat.of().parseHex("0123456789abcdef0123456789abcdef");
    private static final int HEADER_BYTES = 160;

    DeviceFolder {
        signers = List.copyOf(signers);
    }

    /** A device with keys of two trees each. */
    static DeviceFolder of(Path folder, Random random, int keys) throws IOException {
        DeviceFolder device = new DeviceFolder(
                folder,
                random.ints(keys)
                        .mapToObj(each -> TestSigner.of(
                                random, LMSigParameters.lms_sha256_n32_h5, LMSigParameters.lms_sha256_n32_h5))
                        .toList());
        device.write(false);
        return device;
    }

    /** Writes {@code device.bin}. */
    void write(boolean fixedVocabulary) throws IOException {
        byte[] second = signers.size() > 1 ? signers.get(1).key() : new byte[KEY_BYTES];
        byte[] fixed = {(byte) (fixedVocabulary ? 1 : 0)};
        Files.write(
                folder.resolve("device.bin"),
                Bytes.concatenate(signers.get(0).key(), second, VENDOR, CLASS, DEVICE, fixed));
    }

    /** The manifest of a package that brings this image as a whole. */
    TestManifest manifest(long sequence, byte[] image) {
        HexFormat hex = HexFormat.of();
        String digest = hex.formatHex(Bytes.sha256(image));
        return new TestManifest(Map.ofEntries(
                Map.entry("sequence", Long.toUnsignedString(sequence)),
                Map.entry("kind", "0"),
                Map.entry("vendor", hex.formatHex(VENDOR)),
                Map.entry("class", hex.formatHex(CLASS)),
                Map.entry("device", ""),
                Map.entry("image", digest),
                Map.entry("image_bytes", Integer.toString(image.length)),
                Map.entry("payload", digest),
                Map.entry("payload_bytes", Integer.toString(image.length)),
                Map.entry("program", hex.formatHex(image, 16, 48)),
                Map.entry("architecture", hex.formatHex(image, 48, 64)),
                Map.entry("quantization", hex.formatHex(image, 64, 80)),
                Map.entry("vocabulary", hex.formatHex(image, 80, 96)),
                Map.entry("base", ""),
                Map.entry("revoked", "")));
    }

    /** The manifest of a package that brings parts, which make of one image the other. */
    TestManifest manifestOfParts(long sequence, byte[] base, byte[] result, byte[] parts) {
        HexFormat hex = HexFormat.of();
        return manifest(sequence, result)
                .with("kind", "1")
                .with("base", hex.formatHex(Bytes.sha256(base)))
                .with("payload", hex.formatHex(Bytes.sha256(parts)))
                .with("payload_bytes", Integer.toString(parts.length));
    }

    /** The name of this device as a manifest has it. */
    static String device() {
        return HexFormat.of().formatHex(DEVICE);
    }

    /** Writes a package signed by the first key. */
    Path pack(String name, TestManifest manifest, byte[] payload) throws IOException {
        return Files.write(folder.resolve(name), signers.get(0).pack(manifest.bytes(), payload));
    }

    /** Writes a package that brings an image as a whole. */
    Path pack(String name, long sequence, byte[] image) throws IOException {
        return pack(name, manifest(sequence, image), image);
    }

    /** An image that no model has, with a header that the updater knows; images of one program differ in their content. */
    static byte[] image(int bytes, long seed) {
        byte[] image = Bytes.random(new Random(seed), bytes);
        byte[] start = {'T', 'H', 'I', 'M', 2, 0, (byte) HEADER_BYTES, 0};
        System.arraycopy(start, 0, image, 0, start.length);
        System.arraycopy(Bytes.random(new Random(1), HEADER_BYTES - 16), 0, image, 16, HEADER_BYTES - 16);
        return image;
    }
}
