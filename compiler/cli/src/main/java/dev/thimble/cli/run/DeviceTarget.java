package dev.thimble.cli.run;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.integer.Quantization;
import dev.thimble.device.drive.Answer;
import dev.thimble.device.drive.Device;
import dev.thimble.verify.data.Example;
import java.nio.charset.StandardCharsets;

/** A compiled model behind the line protocol. */
public final class DeviceTarget implements Target {
    private final Device device;
    private final Quantization output;
    private final int labels;

    /** A target for a running device whose logits, one for each label, are quantised so. */
    public DeviceTarget(Device device, Quantization output, int labels) {
        this.device = device;
        this.output = output;
        this.labels = labels;
    }

    @Override
    public Reply answer(Example example) {
        Answer answer = example.ids().isEmpty()
                ? device.text(example.text().orElse("").getBytes(StandardCharsets.UTF_8))
                : device.ids(example.ids());
        check(answer);
        return new Reply(
                answer.label(),
                answer.logits().stream().map(output::real).toList(),
                answer.logits(),
                answer.ids(),
                answer.truncated(),
                answer.instructions(),
                0);
    }

    private void check(Answer answer) {
        if (answer.logits().size() != labels || answer.label() != Reply.largest(answer.logits())) {
            throw new ThimbleException(ToolProblem.ANSWER_UNFIT.at(
                    "",
                    "the model \"" + device.modelName() + "\"",
                    "label " + answer.label() + " and " + answer.logits().size() + " logits for " + labels
                            + " labels"));
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
