package dev.thimble.cli.update;

import dev.thimble.artifact.OutModel;
import dev.thimble.cli.run.ReferenceTarget;
import dev.thimble.device.drive.PackageSender;
import dev.thimble.device.drive.Started;
import dev.thimble.device.drive.UpdatableDevice;
import dev.thimble.update.wire.Reason;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a demonstration has a device do, and tells of it.
 *
 * @param device that takes updates
 */
record DemoDevice(UpdatableDevice device) {
    private static final int UNSENT = 16;
    private static final int FACTORY = Started.FACTORY;

    /** The answers to sentences, each with the label it has. */
    List<String> answers(OutModel model, List<Example> sentences) {
        return sentences.stream()
                .map(sentence -> model.labels()
                        .get(device.text(sentence.text().orElse("").getBytes(StandardCharsets.UTF_8))
                                .label()))
                .toList();
    }

    /** Sends a package but for its end, and lets the power fail. */
    void isCutShort(byte[] bytes) {
        PackageSender.Sent sent = new PackageSender(device).sendUpTo(bytes, bytes.length - UNSENT);
        device.restart();
        System.out.printf(
                Locale.ROOT,
                "power fails when %,d bytes of it have come: the device starts with %s%n",
                sent.received(),
                started());
    }

    /** Takes a package, tries the image and keeps it; whether all of that went well. */
    boolean takes(byte[] bytes) {
        PackageSender.Sent sent = new PackageSender(device).send(bytes);
        if (sent.reason() != 0) {
            System.out.println("refused: " + reason(sent.reason()));
            return false;
        }
        device.restart();
        System.out.println("taken; after a reset the device starts with " + started());
        boolean works = device.selfTest().status() == 0;
        boolean kept = works && device.confirm().reason() == 0;
        System.out.println("self-test " + (works ? "passed" : "failed") + (kept ? ", confirmed" : ", not confirmed"));
        device.restart();
        System.out.println("after another reset it starts with " + started());
        return kept && !device.started().trial();
    }

    private String started() {
        Started started = device.started();
        String slot = started.slot() == FACTORY ? "the image of the factory" : "the image in slot " + started.slot();
        return slot + (started.trial() ? ", on trial" : "");
    }

    /** Whether a package is refused for this reason, and the device goes on as it was. */
    boolean refuses(String what, byte[] bytes, Reason expected) {
        Started before = device.started();
        PackageSender.Sent sent = new PackageSender(device).send(bytes);
        device.restart();
        System.out.printf(Locale.ROOT, "  %-28s %s%n", what, reason(sent.reason()));
        return sent.reason() == expected.code() && device.started().equals(before);
    }

    private static String reason(int code) {
        return Reason.of(code)
                .map(reason -> code + " " + reason + ": " + reason.sentence())
                .orElse(code == 0 ? "taken" : String.valueOf(code));
    }

    /** Whether the device computes what the reference does, on the vectors of a package. */
    boolean isExact(OutModel model) {
        Path vectors = model.verifyFolder().resolve("vectors.jsonl");
        List<Example> examples = DataFile.read(vectors);
        ReferenceTarget reference = new ReferenceTarget(model.integers(), model.real(), model.tokenizer());
        long same = examples.stream()
                .filter(example -> device.ids(example.ids())
                        .logits()
                        .equals(reference.answer(example).integers()))
                .count();
        System.out.println(
                same == examples.size()
                        ? "bit-exact with the reference of the new model on " + same + " vectors"
                        : (examples.size() - same) + " of " + examples.size() + " vectors differ from the reference");
        return same == examples.size();
    }
}
