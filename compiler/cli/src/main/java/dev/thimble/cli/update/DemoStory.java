package dev.thimble.cli.update;

import dev.thimble.artifact.OutModel;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.wire.Reason;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What happens to the device of a demonstration, in order.
 *
 * @param device the device
 * @param models what it is made with, and what it gets
 * @param packages what it is sent
 */
record DemoStory(DemoDevice device, DemoModels models, DemoPackages packages) {

    /** A package that must be refused. */
    private record Refused(String what, Supplier<byte[]> bytes, Reason reason) {}

    /** A sentence, and what the device answers to it before and after the update. */
    private record Asked(Example sentence, String before, String after) {
        boolean is(String answer) {
            return sentence.label().equals(Optional.of(answer));
        }
    }

    /**
     * Tells it.
     *
     * @param sentences a data file
     * @return whether all went as it should
     */
    boolean tell(Path sentences) {
        List<Example> examples = DataFile.read(sentences);
        OutModel newHead = models.newHead().model(Optional.empty());
        List<String> before = device.answers(newHead, examples);
        tellPackage();
        device.isCutShort(packages.head().bytes());
        boolean taken = device.takes(packages.head().bytes());
        List<String> after = device.answers(newHead, examples);
        tellAnswers(IntStream.range(0, examples.size())
                .mapToObj(at -> new Asked(examples.get(at), before.get(at), after.get(at)))
                .toList());
        boolean exact = device.isExact(newHead);
        boolean safe = tellRefusals();
        return taken && exact && safe;
    }

    private void tellPackage() {
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "a new head for a model of %,d bytes: a package of %,d, signed; as a whole it would have %,d%n",
                ModelImage.read(models.newHead().folder()).size(),
                packages.head().bytes().length,
                packages.whole());
    }

    private static void tellAnswers(List<Asked> all) {
        System.out.println();
        System.out.println("what the Cortex-M4 in QEMU answers now to sentences that it had wrong:");
        all.stream()
                .filter(asked -> !asked.is(asked.before()))
                .forEach(asked -> System.out.printf(
                        Locale.ROOT,
                        "  %-14s before: %-15s \"%s\"%n",
                        asked.after(),
                        asked.before(),
                        asked.sentence().text().orElse("")));
        System.out.printf(
                Locale.ROOT,
                "right: %d of %d, before %d%n",
                all.stream().filter(asked -> asked.is(asked.after())).count(),
                all.size(),
                all.stream().filter(asked -> asked.is(asked.before())).count());
    }

    /** Every one of them is tried, whatever becomes of those before. */
    private boolean tellRefusals() {
        System.out.println();
        System.out.println("what it refuses, going on as it was:");
        List<Refused> missed = Refusals.of(packages).stream()
                .filter(refused ->
                        !device.refuses(refused.what(), refused.bytes().get(), refused.reason()))
                .toList();
        return missed.isEmpty();
    }

    private static final class Refusals {
        private Refusals() {}

        static List<Refused> of(DemoPackages packages) {
            return List.of(
                    new Refused("the same once more", packages.head()::bytes, Reason.INSTALLED),
                    new Refused("one of before", packages.older()::bytes, Reason.OLD),
                    new Refused("a bit of a signature", packages::flippedSignature, Reason.SIGNATURE),
                    new Refused("a bit of a manifest", packages::flippedManifest, Reason.MANIFEST),
                    new Refused("a bit of a payload", packages::flippedPayload, Reason.PAYLOAD),
                    new Refused("an image for other code", packages.otherProgram()::bytes, Reason.PROGRAM));
        }
    }
}
