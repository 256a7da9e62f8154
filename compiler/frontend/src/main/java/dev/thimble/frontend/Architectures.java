package dev.thimble.frontend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.architecture.Architecture;
import dev.thimble.frontend.bert.Bert;
import dev.thimble.frontend.config.ConfigObject;
import dev.thimble.frontend.embbert.EmbBert;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The architectures that are understood. No other class names one. */
final class Architectures {
    private static final List<Architecture<?>> ALL = List.of(new Bert(), new EmbBert());

    /** What BERT is before anybody trained it to classify. */
    private static final Set<String> PRETRAINED =
            Set.of("BertModel", "BertForPreTraining", "BertForMaskedLM", "BertLMHeadModel");

    private static final String NO_CLASSIFIER =
            "this model was pre-trained only: fine-tune it as a BertForSequenceClassification, which has a classifier";

    private Architectures() {}

    /** The one that config.json names, after model_type was found to agree with it; without a name the type decides. */
    static Architecture<?> of(ConfigObject config) {
        JsonNode list =
                config.value("architectures").filter(value -> !value.isEmpty()).orElse(MissingNode.getInstance());
        Optional<String> type = config.text("model_type");
        return list.isMissingNode() ? ofType(type) : named(list, type);
    }

    private static Architecture<?> ofType(Optional<String> type) {
        return ALL.stream()
                .filter(known -> type.equals(Optional.of(known.modelType())))
                .findFirst()
                .orElseThrow(Architectures::noArchitecture);
    }

    private static ThimbleException noArchitecture() {
        String line = "\"architectures\": [\"" + ALL.get(0).name() + "\"]";
        return new ThimbleException(ModelProblem.CONFIG_KEY_MISSING
                .at(ConfigObject.FILE, "architectures")
                .withHint("add the line " + line + " if that is what it is"));
    }

    private static Architecture<?> named(JsonNode list, Optional<String> type) {
        JsonNode shown = list.isArray() && list.size() == 1 ? list.get(0) : list;
        Architecture<?> named = ALL.stream()
                .filter(known -> shown.asText().equals(known.name()))
                .findFirst()
                .orElseThrow(() -> unsupported("architectures", shown));
        type.filter(other -> !other.equals(named.modelType())).ifPresent(other -> {
            throw unsupported("model_type", TextNode.valueOf(named.name() + " of type " + other));
        });
        return named;
    }

    private static ThimbleException unsupported(String key, JsonNode value) {
        return new ThimbleException(ModelProblem.ARCHITECTURE_UNSUPPORTED
                .at(ConfigObject.at(key), ConfigObject.shown(value))
                .withHint(PRETRAINED.contains(value.asText()) ? NO_CLASSIFIER : "supported are " + supported()));
    }

    /** The names, the last behind an "and". */
    private static String supported() {
        String names = ALL.stream()
                .map(known -> known.name() + " (" + known.modelType() + ")")
                .collect(Collectors.joining(", "));
        return names.replaceFirst(", ([^,]*)$", " and $1");
    }
}
