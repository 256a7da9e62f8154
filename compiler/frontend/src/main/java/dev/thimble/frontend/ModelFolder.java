package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Model;
import dev.thimble.core.tokenizer.TokenizerSpec;
import dev.thimble.frontend.config.BertConfig;
import dev.thimble.frontend.config.ConfigReader;
import dev.thimble.frontend.config.EmbBertConfig;
import dev.thimble.frontend.config.ModelConfig;
import dev.thimble.frontend.config.ReadConfig;
import dev.thimble.frontend.safetensors.SafetensorsFile;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Hugging Face model folder. */
public final class ModelFolder {
    /** The weights' file name. */
    static final String WEIGHTS = "model.safetensors";

    private static final String CONFIG = "config.json";
    private static final int NAMED_AT_MOST = 8;

    private ModelFolder() {}

    /** Reads the model for the longest sequence it allows. */
    public static LoadedModel load(Path folder) {
        return load(folder, Optional.empty());
    }

    /**
     * Reads the model.
     *
     * @param folder holds config.json, model.safetensors and the tokenizer's file
     * @param maxTokens the longest sequence that will be used, from 1 to the rows of the position table; empty for all
     * @throws ThimbleException one clear diagnostic for whatever cannot be used
     */
    public static LoadedModel load(Path folder, Optional<Integer> maxTokens) {
        checkFiles(folder);
        ReadConfig read = ConfigReader.read(folder.resolve(CONFIG));
        ModelConfig config = read.config();
        int tokens = maxTokens.orElse(config.longestSequence());
        if (tokens < 1 || tokens > config.longestSequence()) {
            throw new ThimbleException(ModelProblem.MAX_TOKENS.at(CONFIG, tokens, config.longestSequence()));
        }
        TokenizerSpec tokenizer = TokenizerReader.read(folder);
        Weights weights = new Weights(SafetensorsFile.open(folder.resolve(WEIGHTS)));
        String name = name(folder);
        checkVocabulary(tokenizer, config);
        Graph graph = lower(name, config, weights, tokens);
        List<Diagnostic> warnings = new ArrayList<>(read.warnings());
        unused(config, weights).ifPresent(warnings::add);
        Model model = new Model(
                name,
                config.architecture(),
                Digests.sha256(contents(folder)),
                weights.parameters(),
                config.labels(),
                graph,
                tokenizer);
        return new LoadedModel(model, warnings);
    }

    /** The files that decide what the model answers, in a fixed order. */
    private static List<Path> contents(Path folder) {
        return Stream.of(CONFIG, WEIGHTS, "tokenizer.json", "tokenizer_config.json", "vocab.txt")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static void checkVocabulary(TokenizerSpec tokenizer, ModelConfig config) {
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new ThimbleException(ModelProblem.VOCABULARY_TOO_LARGE.at(
                    CONFIG + ": vocab_size",
                    tokenizer.vocabularySize() - 1,
                    config instanceof BertConfig ? BertLowering.TOKENS : EmbBertLowering.TOKENS,
                    config.vocabularySize()));
        }
    }

    private static Graph lower(String name, ModelConfig config, Weights weights, int tokens) {
        if (config instanceof BertConfig bert) {
            return BertLowering.lower(name, bert, weights, tokens);
        }
        return EmbBertLowering.lower(name, (EmbBertConfig) config, weights, tokens);
    }

    private static void checkFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ThimbleException(ModelProblem.NOT_A_FOLDER.at("", folder));
        }
        require(folder, CONFIG);
        if (!Files.isRegularFile(folder.resolve(WEIGHTS))) {
            refuseOtherWeights(folder);
        }
        require(folder, WEIGHTS);
    }

    private static void require(Path folder, String file) {
        if (!Files.isRegularFile(folder.resolve(file))) {
            throw new ThimbleException(ModelProblem.FILE_MISSING.at(String.valueOf(folder.getFileName()), file));
        }
    }

    private static void refuseOtherWeights(Path folder) {
        for (String index : List.of("model.safetensors.index.json", "pytorch_model.bin.index.json")) {
            if (Files.exists(folder.resolve(index))) {
                throw new ThimbleException(ModelProblem.SHARDED.at(index));
            }
        }
        if (Files.exists(folder.resolve("pytorch_model.bin"))) {
            throw new ThimbleException(
                    ModelProblem.PICKLED.at(String.valueOf(folder.getFileName()), "pytorch_model.bin"));
        }
    }

    private static Optional<Diagnostic> unused(ModelConfig config, Weights weights) {
        Set<String> names = weights.unused(tensor -> config instanceof BertConfig && BertLowering.harmless(tensor));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String shown =
                names.stream().limit(NAMED_AT_MOST).map(ModelFolder::printable).collect(Collectors.joining(", "));
        String rest = names.size() > NAMED_AT_MOST ? ", ..." : "";
        return Optional.of(ModelProblem.TENSORS_UNUSED.warningAt(WEIGHTS, names.size(), shown + rest));
    }

    /** Names come from the file: no control characters, no endless lines. */
    private static String printable(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }

    /**
     * The folder's name as a C identifier in lower case: what is no letter or digit of ASCII becomes an underscore. A
     * folder that has no name, or none of ASCII, gives "model".
     */
    public static String name(Path folder) {
        String name = Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        if (name.isEmpty()) {
            return "model";
        }
        return Character.isDigit(name.charAt(0)) ? "model_" + name : name;
    }
}
