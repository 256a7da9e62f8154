package dev.thimble.cli.update;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.pack.Device;
import dev.thimble.update.pack.NameId;
import dev.thimble.update.pack.Verdict;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble update verify}: what a device would answer to a package. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says what a device would answer to a package; what is not given is not asked for.")
public final class VerifyPackageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.suit", description = "a package")
    private Path file;

    @Option(
            names = "--pub",
            paramLabel = "KEY.pub",
            required = true,
            description = "a key that the device trusts; may be given again")
    private List<Path> keys = List.of();

    @Option(names = "--vendor", paramLabel = "V", description = "a domain, or a UUID")
    private Optional<String> vendor = Optional.empty();

    @Option(names = "--class", paramLabel = "C", description = "a name, with --vendor, or a UUID")
    private Optional<String> deviceClass = Optional.empty();

    @Option(names = "--device", paramLabel = "UUID", description = "the device's own identifier")
    private Optional<String> device = Optional.empty();

    @Option(names = "--image", paramLabel = "IMAGE", description = "the image that it runs")
    private Optional<Path> image = Optional.empty();

    @Option(
            names = "--installed-sequence",
            paramLabel = "N",
            description = "the number of the package that it installed last; 0 for none")
    private Optional<String> installed = Optional.empty();

    @Option(names = "--slot", paramLabel = "SIZE", description = "what fits a slot: 512KiB, 1MiB, 100000")
    private Optional<String> slot = Optional.empty();

    @Option(names = "--keep-vocabulary", description = "the device refuses another vocabulary")
    private boolean keepsVocabulary;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        Device asked = device();
        return asked.check(InputFile.read(file, InputFile.MOST)).match(new Printed(asked));
    }

    private Device device() {
        Optional<UUID> maker = vendor.map(NameId::vendor);
        return new Device(
                keys.stream().map(PublicKey::read).toList(),
                maker,
                deviceClass.map(word -> NameId.deviceClass(makerOf(word, maker), word)),
                device.map(NameId::device),
                image.map(ModelImage::read),
                installed.map(word -> Words.sequence("--installed-sequence", word, 0)),
                slot.map(Budget::parse),
                keepsVocabulary);
    }

    private static UUID makerOf(String word, Optional<UUID> maker) {
        if (maker.isEmpty() && !NameId.isUuid(word)) {
            throw new ThimbleException(InputProblem.USAGE.at("--class", "a class by its name needs its --vendor"));
        }
        return maker.orElseGet(() -> NameId.vendor(word));
    }

    /** Prints an answer; the exit status. */
    private final class Printed implements Verdict.Cases<Integer> {
        private final Device asked;

        Printed(Device asked) {
            this.asked = asked;
        }

        @Override
        public Integer accepted(Verdict.Accepted accepted) {
            if (json) {
                ObjectNode node = new ObjectMapper().createObjectNode();
                node.put("accepted", true).put("image_restored", accepted.restored());
                asked.unknown().forEach(node.putArray("not_asked")::add);
                System.out.println(node);
            } else {
                System.out.println("accepted: the device would install it");
                System.out.println(
                        accepted.restored()
                                ? "the image that results is the one that the manifest names"
                                : "the image that results is not checked: --image names the one that the parts change");
                if (!asked.unknown().isEmpty()) {
                    System.out.println("not asked for: " + String.join(", ", asked.unknown()));
                }
            }
            return ExitStatus.DONE.code();
        }

        @Override
        public Integer refused(Verdict.Refused refused) {
            Reason reason = refused.reason();
            if (json) {
                ObjectNode node = new ObjectMapper().createObjectNode().put("accepted", false);
                node.putObject("reason")
                        .put("code", reason.code())
                        .put("name", reason.name())
                        .put("sentence", reason.sentence());
                System.out.println(node);
            }
            System.err.println(Refused.diagnostic(file, reason).line());
            return ExitStatus.FAILED.code();
        }
    }
}
