package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.artifact.manifest.StepResult;
import dev.thimble.cli.run.InferenceTime;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.run.TargetWord;
import dev.thimble.cli.run.TrainingStep;
import dev.thimble.cli.run.Verification;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.core.diag.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble verify}: the C against the integer reference, bit for bit. */
@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false)
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT", description = "a compiled and built package")
    private Path out;

    /** What a user can ask for. */
    enum Targets {
        HOST,
        QEMU,
        ALL
    }

    /** Reads it as other commands read a target. */
    static final class TargetsWord implements ITypeConverter<Targets> {
        @Override
        public Targets convert(String word) {
            return TargetWord.of(Targets.class, word);
        }
    }

    @Option(
            names = "--target",
            paramLabel = "T",
            defaultValue = "host",
            converter = TargetsWord.class,
            description = "host, emulator (or qemu) or all")
    private Targets target;

    @Option(names = "--vectors", paramLabel = "FILE", description = "inputs; those the compiler chose by default")
    private Optional<Path> vectors = Optional.empty();

    @Option(names = "--trace", description = "compare every layer and name the first that differs")
    private boolean trace;

    @Mixin
    private ModelFlag model;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        OutFolder folder = OutFolder.open(out);
        folder.requireUnchanged();
        boolean differs = false;
        ArrayNode all = new ObjectMapper().createArrayNode();
        for (OutModel chosen : model.allOf(folder)) {
            Verification verification = new Verification(Home.installation(), chosen, trace);
            for (ObjectNode result : results(verification)) {
                differs |= Verification.differs(result);
                all.add(result);
                if (!json) {
                    System.out.println(verification.sentence(result));
                }
            }
            inferenceTime(chosen)
                    .filter(time -> !json)
                    .map(InferenceTime::sentence)
                    .ifPresent(System.out::println);
            countedStep(chosen)
                    .filter(step -> !json)
                    .map(TrainingStep::sentence)
                    .ifPresent(System.out::println);
        }
        if (json) {
            ObjectNode document = new ObjectMapper().createObjectNode();
            document.set("targets", all);
            System.out.println(document);
        }
        return differs ? ExitStatus.FAILED.code() : ExitStatus.DONE.code();
    }

    private List<ObjectNode> results(Verification verification) {
        List<ObjectNode> results = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            Path file = verification.vectorFile(vectors, scratch);
            for (TargetKind kind : kinds()) {
                results.add(verification.run(kind, file));
            }
        }
        verification.remember(results);
        return results;
    }

    /** What runs in the emulator anyway tells there, too, how long inferences take. */
    private Optional<RunResult> inferenceTime(OutModel chosen) {
        boolean times = kinds().contains(TargetKind.QEMU) && !trace;
        return times ? Optional.of(InferenceTime.measure(Home.installation(), chosen)) : Optional.empty();
    }

    /** What runs in the emulator anyway tells there, too, what a step of training takes. */
    private Optional<StepResult> countedStep(OutModel chosen) {
        boolean counts =
                kinds().contains(TargetKind.QEMU) && !trace && chosen.manifest().learns();
        return counts ? Optional.of(new TrainingStep(Home.installation(), chosen).count()) : Optional.empty();
    }

    private Set<TargetKind> kinds() {
        return switch (target) {
            case HOST -> EnumSet.of(TargetKind.HOST);
            case QEMU -> EnumSet.of(TargetKind.QEMU);
            case ALL -> EnumSet.of(TargetKind.HOST, TargetKind.QEMU);
        };
    }
}
