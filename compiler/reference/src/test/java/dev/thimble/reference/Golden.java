package dev.thimble.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** One line of a golden.jsonl: token ids and the logits that PyTorch computed. */
@SuppressWarnings("ArrayRecordComponent") // compared element by element, never as records
record Golden(int[] ids, double[] logits) {

    static List<Golden> read(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Golden> goldens = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode node = mapper.readTree(line);
            goldens.add(new Golden(
                    numbers(node.path("input_ids")).mapToInt(JsonNode::asInt).toArray(),
                    numbers(node.path("logits")).mapToDouble(JsonNode::asDouble).toArray()));
        }
        return goldens;
    }

    private static java.util.stream.Stream<JsonNode> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The largest difference from computed logits; infinite when there are not as many, or one is not a number. */
    double error(float[] computed) {
        if (computed.length != logits.length) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (int i = 0; i < logits.length; i++) {
            double difference = Math.abs(logits[i] - computed[i]);
            worst = difference <= worst ? worst : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }
        return worst;
    }
}
