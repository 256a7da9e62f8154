package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.cli.shell.Home;
import dev.thimble.core.diag.Shown;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.GraphTensors;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.frontend.LoadOptions;
import dev.thimble.frontend.LoadedModel;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelSource;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.tokenizer.TokenizerSpec;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble inspect}: what a model folder holds. */
@Command(name = "inspect", mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "a Hugging Face folder")
    private Path folder;

    @Mixin
    private ReadingFlag reading;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        LoadedModel loaded = ModelSource.at(folder).load(new LoadOptions(Optional.empty(), reading.reading()));
        loaded.warnings().forEach(warning -> System.err.println(warning.line()));
        Model model = loaded.model();
        TokenizerTables.of(model.tokenizer(), model.name());
        List<FloatTensor> tensors = GraphTensors.of(model.graph()).stream()
                .sorted(Comparator.comparingInt(FloatTensor::size).reversed())
                .toList();
        if (json) {
            System.out.println(document(model, tensors));
        } else {
            print(model, tensors);
        }
        return 0;
    }

    private static List<Board> fitting(List<FloatTensor> tensors) {
        long bytes = tensors.stream().mapToLong(FloatTensor::size).sum();
        return Boards.load(Home.installation()).boards().stream()
                .filter(board -> board.memoryOf(Section.WEIGHTS).region().size() > bytes)
                .toList();
    }

    private static ObjectNode document(Model model, List<FloatTensor> tensors) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("name", model.name())
                .put("architecture", model.architecture())
                .put("parameters", model.parameters())
                .put("max_tokens", model.graph().maxTokens())
                .put("sha256", model.sha256());
        node.put("tokenizer", kind(model.tokenizer()))
                .put("vocabulary", model.tokenizer().vocabularySize());
        model.labels().forEach(node.putArray("labels")::add);
        var list = node.putArray("tensors");
        tensors.forEach(tensor -> list.addObject()
                .put("name", tensor.name())
                .put("shape", tensor.dims().toString())
                .put("bytes_int8", tensor.size()));
        fitting(tensors).forEach(board -> node.withArray("/boards").add(board.name()));
        return node;
    }

    private static String kind(TokenizerSpec tokenizer) {
        return tokenizer.model().getClass().getSimpleName();
    }

    private static void print(Model model, List<FloatTensor> tensors) {
        System.out.printf(
                Locale.ROOT,
                "%s: %s, %,d parameters, up to %d tokens%n",
                model.name(),
                model.architecture(),
                model.parameters(),
                model.graph().maxTokens());
        System.out.printf(
                Locale.ROOT,
                "tokenizer: %s, %,d entries%n",
                kind(model.tokenizer()),
                model.tokenizer().vocabularySize());
        System.out.printf(
                Locale.ROOT, "labels: %d (%s)%n", model.labels().size(), Shown.line(String.join(", ", model.labels())));
        long bytes = tensors.stream().mapToLong(FloatTensor::size).sum();
        System.out.println("weights at 8 bits: " + Budget.bytes(bytes));
        for (FloatTensor tensor : tensors) {
            System.out.printf(Locale.ROOT, "  %,10d  %s%n", tensor.size(), Shown.line(tensor.toString()));
        }
        System.out.println("boards with that much flash: "
                + String.join(", ", fitting(tensors).stream().map(Board::name).toList()));
    }
}
