package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tokenizers and lines under test resources. */
final class Fixtures {
    static final List<String> NAMES =
            List.of("wordpiece", "wordpiece-added", "bpe", "bpe-fused", "bpe-affixes", "bpe-silent");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Fixtures() {}

    static ObjectNode tokenizer(String name) throws IOException {
        return (ObjectNode) MAPPER.readTree(resource(name + ".json"));
    }

    /** Writes a tokenizer.json into a folder. */
    static void write(Path folder, ObjectNode tokenizer) throws IOException {
        Files.write(folder.resolve("tokenizer.json"), MAPPER.writeValueAsBytes(tokenizer));
    }

    static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : resource("lines.txt").lines().toList()) {
            int tab = line.indexOf('\t');
            String text = MAPPER.readTree(line.substring(tab + 1)).textValue();
            lines.add(text.repeat(Integer.parseInt(line.substring(0, tab))));
        }
        return lines;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Fixtures.class.getResourceAsStream("/tokenizer/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
