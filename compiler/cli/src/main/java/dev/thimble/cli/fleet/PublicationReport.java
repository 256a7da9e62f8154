package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.pack.SuitPackage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is told of a round that is, or is not, published.
 *
 * @param round its number
 * @param image rounded from what it ended with
 * @param judgement of the image, where examples were held out
 * @param file of the package
 */
record PublicationReport(long round, ModelImage image, Optional<Judgement> judgement, Path file) {
    /** Whether nothing speaks against it. */
    boolean isPassed() {
        return judgement.flatMap(Judgement::asked).isEmpty();
    }

    /** For people. */
    String lines() {
        return judgement.map(judged -> judged.line() + "\n").orElse("")
                + "round " + round + " is published\n"
                + "base        " + image.content() + "\n";
    }

    /** For scripts, where it is not published. */
    ObjectNode document() {
        ObjectNode node = new ObjectMapper()
                .createObjectNode()
                .put("round", round)
                .put("base", image.content().hex())
                .put("published", false);
        judgement.ifPresent(judged -> judged.into(node.putObject("accuracy")));
        return node;
    }

    /** For scripts, where it is. */
    ObjectNode document(SuitPackage written) {
        ObjectNode node = document().put("published", true);
        node.putObject("package")
                .put("file", file.toString())
                .put("bytes", written.bytes().length)
                .put("payload", written.payload().length)
                .put("sequence", Long.toUnsignedString(written.manifest().sequence()));
        return node;
    }
}
