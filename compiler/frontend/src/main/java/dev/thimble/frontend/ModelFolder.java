package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.frontend.architecture.Architecture;
import dev.thimble.frontend.architecture.Weights;
import dev.thimble.frontend.config.ModelConfig;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.tokenizer.ReadTokenizer;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.frontend.weights.TensorStore;
import dev.thimble.tokenizer.TokenizerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Hugging Face model folder.
 *
 * @param folder holds config.json, the weights and the tokenizer's files
 */
public record ModelFolder(Path folder) implements ModelSource {
    private static final String CONFIG = ModelFile.CONFIG.fileName();
    private static final int NAMED_AT_MOST = 8;

    /** The C counts tokens in 16 bits. */
    private static final int MOST_TOKENS = 65_535;

    /** Reads the model for the longest sequence it allows. */
    public static LoadedModel load(Path folder) {
        return new ModelFolder(folder).load(LoadOptions.none());
    }

    /** Reads the model for a longest sequence, or for the longest it allows. */
    public static LoadedModel load(Path folder, Optional<Integer> maxTokens) {
        return new ModelFolder(folder).load(new LoadOptions(maxTokens, Optional.empty()));
    }

    /**
     * The tensors of a folder that need not hold anything else.
     *
     * @throws ThimbleException THM-0101 when there are none, and what their files are refused for
     */
    public static TensorStore weights(Path folder) {
        return WeightsForm.in(folder)
                .orElseThrow(() -> new ThimbleException(ModelProblem.FILE_MISSING.at(
                        String.valueOf(folder.getFileName()),
                        WeightsForm.SAFETENSORS.file().name())))
                .open(folder);
    }

    @Override
    public LoadedModel load(LoadOptions options) {
        OpenedWeights opened = new OpenedWeights(folder, FolderCheck.check(folder));
        return load(ConfigReader.read(folder, opened), opened, options);
    }

    private <C extends ModelConfig> LoadedModel load(ReadConfig<C> read, OpenedWeights opened, LoadOptions options) {
        Architecture<C> architecture = read.architecture();
        C config = read.config();
        ReadTokenizer tokenizer = TokenizerReader.read(folder, options.reading());
        int tokens = longest(config, tokenizer, options);
        TensorStore store = opened.get();
        Weights weights = new Weights(store, architecture.names(store.tensors().keySet()));
        checkVocabulary(tokenizer.spec(), architecture, config);
        Graph graph = architecture.lower(name(), config, weights, tokens);
        List<Diagnostic> warnings = new ArrayList<>(read.warnings());
        unused(store.file(), weights.unused(architecture::isHarmless)).ifPresent(warnings::add);
        Model model = new Model(
                name(),
                architecture.name(),
                Digests.sha256(folder, weights.used()),
                weights.parameters(),
                new Task.Classify(config.labels()),
                graph,
                tokenizer.spec());
        return new LoadedModel(model, warnings);
    }

    /** What is asked for, or else the shorter of what the position table and the tokenizer allow. */
    private static int longest(ModelConfig config, ReadTokenizer tokenizer, LoadOptions options) {
        int positions = config.longestSequence();
        int tokens = options.maxTokens()
                .orElse(Math.min(positions, tokenizer.longest().orElse(positions)));
        int most = Math.min(positions, MOST_TOKENS);
        if (tokens < 1 || tokens > most) {
            throw new ThimbleException(ModelProblem.MAX_TOKENS.at(CONFIG, tokens, most));
        }
        int special = tokenizer.spec().template().size();
        if (special >= tokens) {
            throw new ThimbleException(ModelProblem.NO_ROOM.at("", special, tokens));
        }
        return tokens;
    }

    private static void checkVocabulary(TokenizerSpec tokenizer, Architecture<?> architecture, ModelConfig config) {
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new ThimbleException(ModelProblem.VOCABULARY_TOO_LARGE.at(
                    CONFIG + ": vocab_size",
                    tokenizer.vocabularySize() - 1,
                    architecture.tokenTable(),
                    config.vocabularySize()));
        }
    }

    private static Optional<Diagnostic> unused(String file, Set<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String shown =
                names.stream().limit(NAMED_AT_MOST).map(ModelFolder::printable).collect(Collectors.joining(", "));
        String rest = names.size() > NAMED_AT_MOST ? ", ..." : "";
        return Optional.of(ModelProblem.TENSORS_UNUSED.warningAt(file, names.size(), shown + rest));
    }

    /** Names come from the file: no control characters, no endless lines. */
    private static String printable(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }

    @Override
    public String name() {
        return name(folder);
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
