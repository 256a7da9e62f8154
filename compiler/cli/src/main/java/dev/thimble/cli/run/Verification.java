package dev.thimble.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.manifest.VerifyResult;
import dev.thimble.backendc.VerifierSource;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.Problem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.diag.VerifyProblem;
import dev.thimble.core.ir.Graph;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.Emulator;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Children;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.ExampleIds;
import dev.thimble.pipeline.vocabulary.RenumberedExample;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.verify.compare.PackageGraph;
import dev.thimble.verify.compare.Vectors;
import dev.thimble.verify.data.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the verifier program that stands in a package. */
public final class Verification {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * So many vectors are compared sooner than Java's second compiler pays for itself; nearly all that runs then is
     * javac, on the verifier's source. For the shipped example: 1.8 s of processor time instead of 2.9 s.
     */
    private static final int FEW = 100;

    private static final int FIRST_COMPILER = 1;
    private static final int BOTH_COMPILERS = 4;

    private static final String JAR = Installation.VERIFIER;

    private final Installation installation;
    private final OutModel model;
    private final OutFolder out;
    private final boolean everyLayer;

    /** The verification of one model: logits only, or every layer. */
    public Verification(Installation installation, OutModel model, boolean everyLayer) {
        this.installation = installation;
        this.model = model;
        this.out = model.out();
        this.everyLayer = everyLayer;
    }

    /** The token ids that the compiler chose. */
    public Path chosenVectors() {
        return model.verifyFolder().resolve("vectors.jsonl").toAbsolutePath();
    }

    /** The file of token ids to compare on: given inputs, tokenized, or those that the compiler chose. */
    public Path vectorFile(Optional<Path> given, Scratch scratch) {
        if (given.isEmpty()) {
            return chosenVectors();
        }
        Tokenizer tokenizer = model.tokenizer();
        Graph graph = model.real();
        Optional<KeptEntries> kept = model.kept();
        List<List<Integer>> ids = DataFile.read(given.get()).stream()
                .map(example -> kept.map(entries -> RenumberedExample.of(example, entries))
                        .orElse(example))
                .map(example -> ExampleIds.of(example, tokenizer, graph).ids())
                .toList();
        Path file = scratch.folder().resolve("vectors.jsonl");
        try {
            Files.writeString(file, Vectors.print(ids));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", file, e.toString()), e);
        }
        return file;
    }

    /**
     * One target's result: {@code target, vectors, mismatches, first}. The program runs in its folder and its jar from
     * another one, for a class path has no way to write a folder with a colon, or with any sign of Unicode, in its name.
     */
    public ObjectNode run(TargetKind kind, Path vectors) {
        try (Scratch scratch = Scratch.create()) {
            Path jar =
                    Files.copy(out.verifyFolder().resolve(JAR), scratch.folder().resolve(JAR));
            return run(kind, vectors, jar);
        } catch (IOException e) {
            throw new ThimbleException(ToolProblem.PACKAGE_INCOMPLETE.at(e.toString(), "verify/" + JAR), e);
        }
    }

    private ObjectNode run(TargetKind kind, Path vectors, Path jar) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (few(vectors) ? FIRST_COMPILER : BOTH_COMPILERS),
                "-Dfile.encoding=UTF-8",
                "-D" + PackageGraph.FOLDER_PROPERTY + "=.",
                "-cp",
                jar.toString(),
                verifier(),
                everyLayer ? "trace" : "logits",
                vectors.toString()));
        command.addAll(device(kind));
        ToolRun run = ToolRun.in(out.verifyFolder(), Children.tied(command), limit(vectors));
        ObjectNode result = JSON.createObjectNode().put("target", kind.toString());
        if (out.manifest().several()) {
            result.put("model", model.name());
        }
        result.setAll(parse(run));
        return result;
    }

    private static boolean few(Path vectors) {
        return Vectors.read(vectors).size() <= FEW;
    }

    /** From the folder of the jar. */
    private String verifier() {
        Path source = model.verifyFolder().resolve(VerifierSource.className(model.name()) + ".java");
        return out.verifyFolder().relativize(source).toString();
    }

    /** Ten minutes for the start, and for each vector as long as a device may be silent. */
    private static Duration limit(Path vectors) {
        return Duration.ofMinutes(10 + 2L * Vectors.read(vectors).size());
    }

    private static ObjectNode parse(ToolRun run) {
        String last = run.output().stripTrailing();
        last = last.substring(last.lastIndexOf('\n') + 1);
        try {
            if (last.startsWith("{")) {
                return (ObjectNode) JSON.readTree(last);
            }
        } catch (JsonProcessingException e) {
            throw new ThimbleException(VerifyProblem.VERIFIER_FAILED.at("", new Problem.Quote(run.output())), e);
        }
        throw new ThimbleException(VerifyProblem.VERIFIER_FAILED.at(
                "", new Problem.Quote(run.output().strip())));
    }

    private List<String> device(TargetKind kind) {
        Targets targets = new Targets(installation, model);
        Toolchain toolchain = Toolchain.onPath();
        if (kind == TargetKind.HOST) {
            if (everyLayer) {
                new HostBuild(toolchain, installation).build(out.compiled(), new HostOptions(false, true));
            }
            return List.of(targets.program(kind, everyLayer ? "-trace" : "")
                    .toAbsolutePath()
                    .toString());
        }
        var board = Boards.load(installation).named(out.board());
        if (everyLayer) {
            new FirmwareBuild(toolchain, board)
                    .build(out.compiled(), FirmwareOptions.plain().traced());
        }
        return EmulatedDevice.command(
                toolchain,
                board,
                targets.program(kind, everyLayer ? "-trace" : "").toAbsolutePath());
    }

    /** Keeps the results with the package: each target's count of vectors, and whether all were bit-exact. */
    public void remember(List<ObjectNode> results) {
        List<VerifyResult> verified = new ArrayList<>();
        for (JsonNode result : results) {
            verified.add(new VerifyResult(
                    model.name(),
                    result.path("target").asText(),
                    result.path("vectors").asInt(),
                    result.path("mismatches").asInt() == 0));
        }
        out.verified(verified).writeReports(installation);
    }

    /** Whether any vector gave other bits. */
    public static boolean differs(ObjectNode result) {
        return result.path("mismatches").asInt() > 0;
    }

    /** One line for people. */
    public String sentence(ObjectNode result) {
        String target = shown(result.path("target").asText());
        String head = (out.manifest().several() ? model.name() + " on " + target : target) + ": ";
        int vectors = result.path("vectors").asInt();
        int mismatches = result.path("mismatches").asInt();
        if (mismatches == 0) {
            return head + "bit-exact on " + vectors + " vectors";
        }
        JsonNode first = result.path("first");
        return head + mismatches + " of " + vectors + " vectors differ from the integer reference; the first is vector "
                + first.path("vector").asInt() + ", " + first.path("output").asText() + ": expected "
                + first.path("expected").asLong() + ", got " + first.path("got").asLong();
    }

    /** An emulator goes by its own name where it is another one. */
    private String shown(String target) {
        Stream<Emulator> emulator = target.equals(TargetKind.QEMU.toString())
                ? Boards.load(installation).named(out.board()).emulator().stream()
                : Stream.empty();
        return emulator.map(Emulator::name)
                .filter(name -> !name.startsWith("QEMU"))
                .findFirst()
                .orElse(target);
    }
}
