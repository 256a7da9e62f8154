package dev.thimble.cli.update;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.update.image.Part;
import dev.thimble.update.image.Parts;
import dev.thimble.update.pack.Manifest;
import dev.thimble.update.pack.Payload;
import dev.thimble.update.pack.SuitPackage;
import dev.thimble.update.wire.Refusal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * A package in words, and as JSON.
 *
 * @param suit the package
 * @param parts of its payload; none where that is a whole image
 */
record PackageText(SuitPackage suit, List<Part> parts) {
    PackageText {
        parts = List.copyOf(parts);
    }

    /** Reads what it can show of a package. */
    static PackageText of(byte[] bytes) throws Refusal {
        SuitPackage suit = SuitPackage.read(bytes);
        return new PackageText(suit, suit.manifest().payload().isParts() ? Parts.list(suit.payload()) : List.of());
    }

    private Manifest manifest() {
        return suit.manifest();
    }

    /** A line for each field. */
    String lines() {
        Manifest manifest = manifest();
        StringBuilder lines = new StringBuilder();
        line(
                lines,
                "package",
                "%,d bytes, of these %,d of signature and %,d of payload",
                suit.bytes().length,
                suit.signatureBytes(),
                manifest.payload().bytes());
        line(lines, "signature", "HSS/LMS in COSE_Sign1, by the key %s; thimble update verify checks it", suit.keyId());
        line(lines, "sequence", "%s", sequence());
        line(lines, "vendor", "%s", manifest.audience().vendor());
        line(lines, "class", "%s", manifest.audience().deviceClass());
        line(
                lines,
                "device",
                "%s",
                manifest.audience().device().map(Object::toString).orElse("any"));
        line(
                lines,
                "image",
                "%,d bytes, SHA-256 %s",
                manifest.result().bytes(),
                manifest.result().digest());
        line(lines, "program", "%s", manifest.identity().program());
        line(lines, "architecture", "%s", manifest.identity().architecture());
        line(lines, "quantisation", "%s", manifest.identity().quantization());
        line(lines, "vocabulary", "%s", manifest.identity().vocabulary());
        line(
                lines,
                "payload",
                "%s, SHA-256 %s",
                payload(manifest.payload()),
                manifest.payload().digest());
        parts.forEach(part -> line(lines, "", "at %,d: %,d bytes", part.offset(), part.bytes()));
        line(
                lines,
                "revokes",
                "%s",
                manifest.revoked().map(id -> "the key " + id).orElse("no key"));
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, String format, Object... values) {
        lines.append(String.format(Locale.ROOT, "%-13s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private BigInteger sequence() {
        return new BigInteger(Long.toUnsignedString(manifest().sequence()));
    }

    private String payload(Payload payload) {
        return payload.base()
                .map(base -> parts.size() + (parts.size() == 1 ? " part" : " parts") + " that the image " + base
                        + " has not")
                .orElse("the whole image");
    }

    /** The same as one document. */
    ObjectNode document() {
        Manifest manifest = manifest();
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("bytes", suit.bytes().length)
                .put("signature_bytes", suit.signatureBytes())
                .put("key", suit.keyId().hex())
                .put("sequence", sequence())
                .put("vendor", manifest.audience().vendor().toString())
                .put("class", manifest.audience().deviceClass().toString());
        manifest.audience().device().ifPresent(device -> node.put("device", device.toString()));
        node.putObject("image")
                .put("bytes", manifest.result().bytes())
                .put("sha256", manifest.result().digest().hex());
        node.put("program", manifest.identity().program().hex())
                .put("architecture", manifest.identity().architecture().hex())
                .put("quantization", manifest.identity().quantization().hex())
                .put("vocabulary", manifest.identity().vocabulary().hex());
        putPayload(node.putObject("payload"), manifest.payload());
        manifest.revoked().ifPresent(id -> node.put("revokes", id.hex()));
        return node;
    }

    private void putPayload(ObjectNode node, Payload payload) {
        node.put("kind", payload.isParts() ? "parts" : "image")
                .put("bytes", payload.bytes())
                .put("sha256", payload.digest().hex());
        payload.base().ifPresent(base -> node.put("base", base.hex()));
        if (payload.isParts()) {
            var list = node.putArray("parts");
            parts.forEach(part -> list.addObject().put("offset", part.offset()).put("bytes", part.bytes()));
        }
    }
}
