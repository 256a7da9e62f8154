package dev.thimble.frontend.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The classes' names: {@code id2label}, else as many {@code LABEL_i} as {@code num_labels} says, or the weights where it is
 * not there, either.
 */
public final class Labels {
    /** The C counts labels in 16 bits: the field {@code labels} of {@code thimble_result_t}. */
    private static final int MOST = 0xFFFF;

    /** Bytes of the longest string that a C99 compiler must take (ISO 9899:1999, 5.2.4.1). */
    private static final int LONGEST = 4095;

    private static final String FEWER = "a device has no room for a logit and a name of each";
    private static final String SHORTER = "give the class a shorter name in id2label";

    /** Far beyond {@link #MOST}, so that too many are refused with the reason. */
    private static final int COUNTABLE = 1 << 20;

    private final List<String> names;
    private final List<Diagnostic> warnings;

    private Labels(List<String> names, List<Diagnostic> warnings) {
        this.names = names;
        this.warnings = warnings;
    }

    /**
     * The classes of one configuration.
     *
     * @param rows how many the weights have, as far as they tell it; asked for only where it matters
     */
    public static Labels read(ConfigObject config, Supplier<Optional<Long>> rows) {
        Optional<JsonNode> byId = config.value("id2label");
        List<String> names = byId.isPresent() ? named(byId.get()) : numbered(count(config, rows));
        int count = config.integerOr(names.size(), "num_labels", 1, COUNTABLE);
        if (count != names.size()) {
            throw unusable("id2label", "num_labels is " + count + ", but id2label has " + names.size());
        }
        if (names.size() < 2) {
            throw new ThimbleException(
                    ModelProblem.REGRESSION.at(ConfigObject.at("id2label"), "it has one label (num_labels 1)"));
        }
        checkLimits(names);
        return new Labels(names, doubts(names, config.value("label2id")));
    }

    /** Two is what transformers takes where nothing is said; a head of other rows it does not load. */
    private static int count(ConfigObject config, Supplier<Optional<Long>> rows) {
        if (config.value("num_labels").isPresent()) {
            return config.integer("num_labels", 1, COUNTABLE);
        }
        return rows.get()
                .filter(count -> count > 0 && count <= COUNTABLE)
                .map(Long::intValue)
                .orElse(2);
    }

    private static void checkLimits(List<String> names) {
        if (names.size() > MOST) {
            throw beyond(names.size() + " labels", MOST, FEWER);
        }
        for (int i = 0; i < names.size(); i++) {
            int bytes = names.get(i).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) {
                throw beyond("label " + i + " has " + bytes + " bytes", LONGEST, SHORTER);
            }
            if (names.get(i).indexOf('\0') >= 0) {
                throw unusable("id2label", "label " + i + " holds U+0000, which ends a name in C");
            }
        }
    }

    private static ThimbleException beyond(String what, int most, String hint) {
        return new ThimbleException(ModelProblem.LABEL_LIMIT
                .at(ConfigObject.at("id2label"), what, most)
                .withHint(hint));
    }

    public List<String> names() {
        return names;
    }

    public List<Diagnostic> warnings() {
        return warnings;
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "LABEL_" + i).toList();
    }

    /** Every key must be one of 0 to k-1; k keys of an object differ, so then each is there. */
    private static List<String> named(JsonNode byId) {
        if (!byId.isObject() || byId.isEmpty()) {
            throw ConfigObject.wrong("id2label", byId, "an object that names every class");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < byId.size(); i++) {
            JsonNode name = byId.path(Integer.toString(i));
            if (!name.isValueNode() || name.isNull()) {
                throw unusable("id2label", "it has " + byId.size() + " entries, but none for " + i);
            }
            names.add(name.asText());
        }
        return names;
    }

    private static List<Diagnostic> doubts(List<String> names, Optional<JsonNode> byName) {
        List<Diagnostic> warnings = new ArrayList<>();
        if (new HashSet<>(names).size() < names.size()) {
            warnings.add(doubtful("id2label", "two classes have the same name"));
        }
        byName.filter(map -> !agrees(names, map))
                .ifPresent(map -> warnings.add(doubtful("label2id", "label2id disagrees with id2label")));
        return warnings;
    }

    private static boolean agrees(List<String> names, JsonNode byName) {
        return IntStream.range(0, names.size())
                .allMatch(i -> byName.path(names.get(i)).asText().equals(Integer.toString(i)));
    }

    private static Diagnostic doubtful(String key, String why) {
        return ModelProblem.LABELS_DOUBTFUL.warningAt(ConfigObject.at(key), why);
    }

    private static ThimbleException unusable(String key, String why) {
        return new ThimbleException(ModelProblem.LABELS.at(ConfigObject.at(key), why));
    }
}
