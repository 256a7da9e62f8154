package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.cli.make.PackageOrder;
import dev.thimble.cli.make.ShippedExample;
import dev.thimble.cli.run.InferenceTime;
import dev.thimble.cli.run.Reply;
import dev.thimble.cli.run.Target;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.run.Targets;
import dev.thimble.cli.run.Verification;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.device.board.Speed;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thimble demo}: the main job on the shipped example. */
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "-o", paramLabel = "OUT", description = "the package's folder; build/demo by default")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        ShippedExample example = new ShippedExample(installation);
        Path folder = out.orElse(installation.root().resolve("build/demo"));
        Progress progress = new TerminalProgress();
        PackageOrder.of(example.settings(), ShippedExample.BOARD, OutputKinds.standard())
                .write(installation, folder, progress);
        new PackageBuild(installation, progress).run(OutFolder.open(folder));
        classify(installation, folder, example.sentences(), progress);
        boolean exact = verify(installation, folder, progress);
        OutFolder done = OutFolder.open(folder);
        System.out.println();
        System.out.println(Summary.of(done));
        System.out.println("report  " + ReportCommand.write(installation, done));
        return exact ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
    }

    private static void classify(Installation installation, Path folder, Path sentences, Progress progress) {
        progress.stage("booting the firmware in QEMU");
        OutModel opened = onlyModel(folder);
        Targets targets = new Targets(installation, opened);
        Speed speed = targets.board().speed();
        InferenceTime time = new InferenceTime(opened, speed);
        System.out.println();
        System.out.println("what the Cortex-M4 in QEMU answers:");
        try (Target device = targets.timed(TargetKind.QEMU)) {
            for (Example example : oneOfEach(DataFile.read(sentences))) {
                Reply reply = device.answer(example);
                time.add(reply);
                System.out.printf(
                        Locale.ROOT,
                        "  %-22s %,12d instructions %7.1f ms  \"%s\"%n",
                        opened.labels().get(reply.label()),
                        reply.instructions(),
                        speed.milliseconds((double) reply.cycles()),
                        example.text().orElse(""));
            }
            RunResult result = time.result(device);
            opened.out().ran(result);
            System.out.println(InferenceTime.sentence(result));
        }
        System.out.println();
    }

    private static OutModel onlyModel(Path folder) {
        return OutFolder.open(folder).model(Optional.empty());
    }

    /** The first sentence of each label. */
    private static List<Example> oneOfEach(List<Example> examples) {
        Map<String, Example> byLabel = new LinkedHashMap<>();
        examples.forEach(example -> byLabel.putIfAbsent(example.label().orElse(""), example));
        return List.copyOf(byLabel.values());
    }

    private static boolean verify(Installation installation, Path folder, Progress progress) {
        Verification verification = new Verification(installation, onlyModel(folder), false);
        Path vectors = verification.chosenVectors();
        List<ObjectNode> results = new ArrayList<>();
        for (TargetKind kind : List.of(TargetKind.HOST, TargetKind.QEMU)) {
            progress.stage("verifying on " + kind);
            ObjectNode result = verification.run(kind, vectors);
            results.add(result);
            System.out.println(verification.sentence(result));
        }
        verification.remember(results);
        return results.stream().noneMatch(Verification::differs);
    }
}
