package dev.thimble.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.folder.PackageFolder;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.compare.PackageGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A package that was compiled earlier.
 *
 * @param folder where it is
 * @param report its report.json
 */
public record OutFolder(Path folder, ObjectNode report) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is known of the package. */
    public static final String REPORT = "report.json";

    /** The same as a page. */
    public static final String PAGE = "report.html";

    /** Opens a package. */
    public static OutFolder open(Path folder) {
        Path report = folder.resolve(REPORT);
        PackageFolder.putRight(folder);
        if (!isPackage(folder)) {
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at("", folder));
        }
        try {
            return new OutFolder(folder, (ObjectNode) JSON.readTree(Files.readString(report)));
        } catch (IOException | ClassCastException e) {
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at("report.json: " + e.getMessage(), folder), e);
        }
    }

    /** Whether a folder looks like a package. */
    public static boolean isPackage(Path folder) {
        return PackageFolder.isMarked(folder)
                && Files.isRegularFile(folder.resolve(REPORT))
                && Files.isRegularFile(verify(folder).resolve(PackageGraph.INTEGER + ".txt"));
    }

    private static Path verify(Path folder) {
        return folder.resolve("verify");
    }

    /** Where graphs, vectors and the verifier program are. */
    public Path verifyFolder() {
        return verify(folder);
    }

    /** The model's name. */
    public String name() {
        return report.path("model").path("name").asText();
    }

    /** The board it was compiled for. */
    public String board() {
        return report.path("board").asText();
    }

    /** The labels in the order of the logits. */
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        report.path("model").path("labels").forEach(label -> labels.add(label.asText()));
        return labels;
    }

    /** Rows that its loops take at a time: what the chosen candidate says. */
    private int block() {
        JsonNode optimization = report.path("optimization");
        return optimization
                .path("candidates")
                .path(optimization.path("chosen").asInt())
                .path("rows")
                .asInt(Scheduler.DEFAULT_BLOCK);
    }

    /** The loops of the C. */
    public Schedule loops(KernelSet kernels) {
        Set<String> widened = new HashSet<>();
        report.path("optimization").path("widened").forEach(name -> widened.add(name.asText()));
        return Scheduler.schedule(integers(), block(), kernels).widening(widened);
    }

    /** What the C computes. */
    public IntGraph integers() {
        return PackageGraph.integer(verifyFolder());
    }

    /** What the model computed before it was quantised. */
    public Graph real() {
        return PackageGraph.real(verifyFolder());
    }

    /** Its tokenizer. */
    public Tokenizer tokenizer() {
        return new Tokenizer(TokenizerReader.written(verifyFolder().resolve("tokenizer")));
    }

    /** As the builds see it. */
    public CompiledPackage compiled() {
        return new CompiledPackage(folder.toAbsolutePath(), name());
    }

    /** Its files, for commands that add to them. */
    public PackageFolder files() {
        return new PackageFolder(folder);
    }

    /** Replaces report.json. */
    public void save(ObjectNode changed) {
        files().rewrite(REPORT, pretty(changed).getBytes(StandardCharsets.UTF_8));
    }

    /** Changes report.json as it is now, whoever has written it since this package was opened. */
    public void update(Consumer<ObjectNode> change) {
        files().alone(() -> {}, () -> {
            ObjectNode now = open(folder).report();
            change.accept(now);
            save(now);
            return now;
        });
    }

    /** JSON as files hold it. */
    public static String pretty(ObjectNode node) {
        return node.toPrettyString() + "\n";
    }
}
