package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A label that comes to a model in the field: {@code compile --max-labels} and {@code update pack}. */
class LaterLabelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIXTURE = "bert-f32-gelu";
    private static final int LABELS = 4;

    @TempDir
    Path folder;

    @Test
    void aLabelMoreIsAnUpdateWhereThereIsRoomForIt() throws IOException {
        Path model = Checkout.fixture(FIXTURE);
        Path before = compiled("before", withoutTheLastLabel(folder.resolve("model")), LABELS);
        Path after = compiled("after", model, LABELS);
        Path key = folder.resolve("vendor.key");
        Call.succeeding("update", "keygen", key, "--levels", "1", "--heights", "5");
        Path update = folder.resolve("label.suit");
        Call.succeeding(packing(after, before, key, update));
        assertThat(Call.succeeding("update", "verify", update, "--pub", key + ".pub", "--image", image(before))
                        .output())
                .startsWith("accepted");
        Path roomier = compiled("roomier", model, LABELS + 1);
        Call refused = Call.thimble(packing(roomier, before, key, folder.resolve("other.suit")));
        assertThat(refused.diagnostics()).singleElement().asString().startsWith("error[THM-0914]");
    }

    private static Object[] packing(Path next, Path base, Path key, Path update) {
        return new Object[] {
            "update",
            "pack",
            next,
            "--base",
            image(base),
            "--key",
            key,
            "--sequence",
            1,
            "--vendor",
            "example.com",
            "--class",
            "lamp",
            "-o",
            update
        };
    }

    private static Path image(Path out) {
        return out.resolve("x_image.bin");
    }

    private Path compiled(String name, Path model, int room) {
        Path out = folder.resolve(name);
        Path inputs = Checkout.fixture(FIXTURE).resolve("golden.jsonl");
        Call.succeeding(
                "compile",
                model,
                "--name",
                "x",
                "--calibration",
                inputs,
                "--updatable",
                "--max-labels",
                room,
                "-o",
                out);
        return out;
    }

    /** The fixture as it was before its last label came. */
    private static Path withoutTheLastLabel(Path copy) throws IOException {
        Checkout.copy(Checkout.fixture(FIXTURE), copy);
        Path config = copy.resolve("config.json");
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(config));
        String label =
                root.withObject("/id2label").remove(String.valueOf(LABELS - 1)).asText();
        root.withObject("/label2id").remove(label);
        Files.writeString(config, root.toString());
        Path weights = copy.resolve("model.safetensors");
        Files.write(weights, withoutTheLastRow(ByteBuffer.wrap(Files.readAllBytes(weights))));
        return copy;
    }

    /** The head's tensors are the last of the file. */
    private static byte[] withoutTheLastRow(ByteBuffer file) throws IOException {
        byte[] text =
                new byte[Math.toIntExact(file.order(ByteOrder.LITTLE_ENDIAN).getLong())];
        file.get(text);
        ByteBuffer values = file.slice();
        ObjectNode header = (ObjectNode) JSON.readTree(text);
        ByteBuffer kept = ByteBuffer.allocate(values.capacity());
        kept.put(values.slice(0, start(header, "classifier.bias")));
        for (String name : List.of("classifier.bias", "classifier.weight")) {
            ObjectNode tensor = header.withObject("/" + name);
            ArrayNode offsets = tensor.withArray("/data_offsets");
            int from = start(header, name);
            int bytes = (offsets.get(1).asInt() - from) / LABELS * (LABELS - 1);
            tensor.withArray("/shape").set(0, LABELS - 1);
            offsets.set(0, kept.position()).set(1, kept.position() + bytes);
            kept.put(values.slice(from, bytes));
        }
        byte[] shorter = header.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + shorter.length + kept.flip().limit())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(shorter.length)
                .put(shorter)
                .put(kept)
                .array();
    }

    private static int start(ObjectNode header, String tensor) {
        return header.withObject("/" + tensor).withArray("/data_offsets").get(0).asInt();
    }
}
