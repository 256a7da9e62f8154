package dev.thimble.update;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.numbers.EInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A manifest as docs/updates.md has it, written by a CBOR library that knows nothing of the device's reader.
 *
 * @param fields by name: decimal numbers, and hexadecimal digits, which are empty where the manifest has no such field
 */
record TestManifest(Map<String, String> fields) {
    /** In the order in which {@link UpdateProgram} prints them. */
    private static final List<String> NAMES = List.of(
            "sequence",
            "kind",
            "image_bytes",
            "payload_bytes",
            "vendor",
            "class",
            "image",
            "device",
            "program",
            "architecture",
            "quantization",
            "vocabulary",
            "base",
            "payload",
            "revoked");

    private static final int SHA256 = -16;

    TestManifest {
        fields = Map.copyOf(fields);
    }

    /** Of a package whose payload is a whole image, for any device. */
    static TestManifest of(byte[] payload, Random random) {
        Map<String, String> fields = new TreeMap<>();
        for (String name : List.of("vendor", "class", "architecture", "quantization", "vocabulary")) {
            fields.put(name, HexFormat.of().formatHex(Bytes.random(random, 16)));
        }
        fields.put("program", HexFormat.of().formatHex(Bytes.random(random, 32)));
        fields.put("image", HexFormat.of().formatHex(Bytes.random(random, 32)));
        fields.put("payload", HexFormat.of().formatHex(Bytes.sha256(payload)));
        fields.put("image_bytes", Integer.toString(random.nextInt(1 << 20)));
        fields.put("payload_bytes", Integer.toString(payload.length));
        fields.put("sequence", Integer.toString(1 + random.nextInt(1 << 20)));
        fields.put("kind", "0");
        List.of("device", "base", "revoked").forEach(name -> fields.put(name, ""));
        return new TestManifest(fields);
    }

    static TestManifest parse(String text) {
        return new TestManifest(Stream.of(text.split(",", -1))
                .map(field -> field.split("=", -1))
                .collect(Collectors.toMap(field -> field[0], field -> field[1])));
    }

    TestManifest with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(name, value);
        return new TestManifest(changed);
    }

    /** Made for one device, of parts, and revoking a key: with all that a manifest can have. */
    TestManifest withEverything() {
        return with("device", "0d".repeat(16))
                .with("kind", "1")
                .with("base", "ba".repeat(32))
                .with("revoked", "5e".repeat(8));
    }

    /** As {@link UpdateProgram} prints it. */
    String text() {
        return NAMES.stream().map(name -> name + "=" + fields.get(name)).collect(Collectors.joining(","));
    }

    byte[] bytes() {
        CBORObject common = CBORObject.NewOrderedMap()
                .Add(2, array(array(bytes("6d6f64656c"))))
                .Add(4, wrapped(shared()));
        return CBORObject.NewOrderedMap()
                .Add(1, 1)
                .Add(2, number("sequence"))
                .Add(3, wrapped(common))
                .Add(7, wrapped(array(3, 15)))
                .Add(20, wrapped(array(20, CBORObject.NewOrderedMap().Add(21, "#model"), 21, 15, 3, 15)))
                .EncodeToBytes();
    }

    private CBORObject shared() {
        CBORObject commands = array(20, parameters(), 1, 15, 2, 15);
        return fields.get("device").isEmpty() ? commands : commands.Add(24).Add(15);
    }

    private CBORObject parameters() {
        CBORObject parameters = CBORObject.NewOrderedMap()
                .Add(1, field("vendor"))
                .Add(2, field("class"))
                .Add(3, wrapped(array(SHA256, field("image"))))
                .Add(14, number("image_bytes"));
        addIfGiven(parameters, 24, "device");
        parameters.Add(-1, number("kind"))
                .Add(-2, field("program"))
                .Add(-3, field("architecture"))
                .Add(-4, field("quantization"))
                .Add(-5, field("vocabulary"));
        addIfGiven(parameters, -6, "base");
        parameters.Add(-7, number("payload_bytes")).Add(-8, field("payload"));
        addIfGiven(parameters, -9, "revoked");
        return parameters;
    }

    private void addIfGiven(CBORObject map, int key, String name) {
        if (!fields.get(name).isEmpty()) {
            map.Add(key, field(name));
        }
    }

    private CBORObject field(String name) {
        return bytes(fields.get(name));
    }

    private CBORObject number(String name) {
        return CBORObject.FromObject(EInteger.FromString(fields.get(name)));
    }

    private static CBORObject bytes(String hex) {
        return CBORObject.FromObject(HexFormat.of().parseHex(hex));
    }

    static CBORObject array(Object... items) {
        CBORObject array = CBORObject.NewArray();
        Stream.of(items).forEach(array::Add);
        return array;
    }

    /** The bytes of an array, as which parts of an image come. */
    static byte[] encoded(Object... items) {
        return array(items).EncodeToBytes();
    }

    /** CBOR in a byte string. */
    static CBORObject wrapped(CBORObject value) {
        return CBORObject.FromObject(value.EncodeToBytes());
    }
}
