package dev.thimble.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * One call of the command line, as a script sees it.
 *
 * @param status the exit status
 * @param output what went to standard output
 * @param errors what went to standard error
 */
record Call(int status, String output, String errors) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Calls {@code thimble} with words; paths may be given as they are. */
    static Call thimble(Object... words) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream usualOutput = System.out;
        PrintStream usualErrors = System.err;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int status = Main.run(Stream.of(words).map(Object::toString).toArray(String[]::new));
            return new Call(status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOutput);
            System.setErr(usualErrors);
        }
    }

    /** The same, which must succeed. */
    static Call succeeding(Object... words) {
        Call call = thimble(words);
        if (call.status() != 0) {
            throw new AssertionError(call.toString());
        }
        return call;
    }

    /** Standard output as one JSON document. */
    JsonNode document() {
        return parse(output);
    }

    /** Standard output as one JSON object a line. */
    List<JsonNode> objects() {
        return output.lines().map(Call::parse).toList();
    }

    /** The diagnostics on standard error. */
    List<String> diagnostics() {
        return errors.lines()
                .filter(line -> line.matches("(error|warning)\\[.*"))
                .toList();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
