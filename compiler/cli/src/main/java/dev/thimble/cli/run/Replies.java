package dev.thimble.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.Shown;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.board.Speed;
import dev.thimble.verify.data.Example;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Replies as lines for people and for scripts. */
public final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> labels;
    private final Speed speed;

    /**
     * Replies of a model with these labels.
     *
     * @param speed of its board
     */
    public Replies(List<String> labels, Speed speed) {
        this.labels = labels;
        this.speed = speed;
    }

    /** The reply to an input; a text for which a board has no memory is told and has none. */
    public static Optional<Reply> unlessTooLong(Target target, Example example) {
        try {
            return Optional.of(target.answer(example));
        } catch (ThimbleException e) {
            if (e.diagnostic().problem() != InputProblem.TEXT_TOO_LONG) {
                throw e;
            }
            System.err.println(
                    e.diagnostic().at("line " + Math.max(1, example.line())).line());
            return Optional.empty();
        }
    }

    /** One JSON object. */
    public String json(Example example, Reply reply) {
        ObjectNode node = JSON.createObjectNode();
        example.text().ifPresent(text -> node.put("text", text));
        node.put("label", labels.get(reply.label()));
        reply.logits().forEach(node.putArray("logits")::add);
        if (!reply.integers().isEmpty()) {
            reply.integers().forEach(node.putArray("logits_q")::add);
        }
        reply.ids().forEach(node.putArray("input_ids")::add);
        if (reply.truncated()) {
            node.put("truncated", true);
        }
        if (reply.instructions() > 0) {
            node.put("instructions", reply.instructions());
        }
        if (reply.cycles() > 0) {
            node.put("cycles", reply.cycles()).put("milliseconds", speed.milliseconds((double) reply.cycles()));
        }
        return node.toString();
    }

    /** One line for people: the label, its logit, what it cost, and what was said. */
    public String text(Example example, Reply reply) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-24s %8.3f",
                Shown.line(labels.get(reply.label())),
                reply.logits().get(reply.label())));
        if (reply.instructions() > 0) {
            line.append(String.format(Locale.ROOT, " %,14d instructions", reply.instructions()));
        }
        if (reply.cycles() > 0) {
            line.append(String.format(Locale.ROOT, " %9.1f ms", speed.milliseconds((double) reply.cycles())));
        }
        line.append("  ")
                .append(Shown.line(example.text().orElseGet(() -> reply.ids().toString())));
        if (reply.truncated()) {
            line.append(" [cut to ").append(reply.ids().size()).append(" tokens]");
        }
        return line.toString();
    }
}
