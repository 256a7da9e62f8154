package dev.thimble.cli.run;

import dev.thimble.core.integer.Quantization;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.drive.Answer;
import dev.thimble.verify.drive.Device;
import java.nio.charset.StandardCharsets;

/** A compiled model behind the line protocol. */
public final class DeviceTarget implements Target {
    private final Device device;
    private final Quantization output;

    /** A target for a running device whose logits are quantised so. */
    public DeviceTarget(Device device, Quantization output) {
        this.device = device;
        this.output = output;
    }

    @Override
    public Reply answer(Example example) {
        Answer answer = example.ids().isEmpty()
                ? device.text(example.text().orElse("").getBytes(StandardCharsets.UTF_8))
                : device.ids(example.ids());
        return new Reply(
                answer.label(),
                answer.logits().stream().map(output::real).toList(),
                answer.logits(),
                answer.ids(),
                answer.truncated(),
                answer.instructions());
    }

    @Override
    public void close() {
        device.close();
    }
}
