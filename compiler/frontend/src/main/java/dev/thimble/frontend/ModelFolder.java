package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.frontend.architecture.TensorNames;
import dev.thimble.frontend.architecture.Weights;
import dev.thimble.frontend.bert.BertConfig;
import dev.thimble.frontend.bert.BertLowering;
import dev.thimble.frontend.config.ModelConfig;
import dev.thimble.frontend.embbert.EmbBertConfig;
import dev.thimble.frontend.embbert.EmbBertLowering;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.frontend.safetensors.SafetensorsFile;
import dev.thimble.frontend.tokenizer.ReadTokenizer;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.tokenizer.TokenizerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A Hugging Face model folder. */
public final class ModelFolder {
    /** The weights' file name. */
    private static final String WEIGHTS = ModelFile.WEIGHTS.fileName();

    private static final String CONFIG = ModelFile.CONFIG.fileName();
    private static final int NAMED_AT_MOST = 8;

    /** The C counts tokens in 16 bits. */
    private static final int MOST_TOKENS = 65_535;

    private ModelFolder() {}

    /** Reads the model for the longest sequence it allows. */
    public static LoadedModel load(Path folder) {
        return load(folder, LoadOptions.none());
    }

    /** Reads the model for a longest sequence, or for the longest it allows. */
    public static LoadedModel load(Path folder, Optional<Integer> maxTokens) {
        return load(folder, new LoadOptions(maxTokens, Optional.empty()));
    }

    /**
     * Reads the model.
     *
     * @param folder holds config.json, model.safetensors and the tokenizer's files
     * @throws ThimbleException one clear diagnostic for whatever cannot be used
     */
    public static LoadedModel load(Path folder, LoadOptions options) {
        FolderCheck.check(folder);
        ReadConfig read = ConfigReader.read(folder);
        ModelConfig config = read.config();
        ReadTokenizer tokenizer = TokenizerReader.read(folder, options.reading());
        int tokens = longest(config, tokenizer, options);
        Weights weights = weights(folder, config);
        String name = name(folder);
        checkVocabulary(tokenizer.spec(), config);
        Graph graph = lower(name, config, weights, tokens);
        List<Diagnostic> warnings = new ArrayList<>(read.warnings());
        unused(config, weights).ifPresent(warnings::add);
        Model model = new Model(
                name,
                config.architecture(),
                Digests.sha256(folder),
                weights.parameters(),
                config.labels(),
                graph,
                tokenizer.spec());
        return new LoadedModel(model, warnings);
    }

    private static Weights weights(Path folder, ModelConfig config) {
        SafetensorsFile file = SafetensorsFile.open(folder);
        boolean isBert = config instanceof BertConfig;
        return new Weights(file, isBert ? TensorNames.ofBert(file.names()) : TensorNames.of(file.names()));
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
