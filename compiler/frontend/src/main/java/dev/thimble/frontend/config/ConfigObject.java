package dev.thimble.frontend.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The JSON object of config.json; remembers which keys were asked for. A null value counts as absent. */
public final class ConfigObject {
    /** The file's name in diagnostics. */
    public static final String FILE = "config.json";

    /** The most layers that a model may have. */
    public static final int MOST_LAYERS = 1024;

    /** The largest extent of any dimension: 2^20. */
    private static final int WIDEST = 1 << 20;

    private static final int LONGEST_SHOWN = 80;

    private final JsonNode root;
    private final Set<String> asked = new TreeSet<>();

    public ConfigObject(JsonNode root) {
        this.root = root;
    }

    /** The value of a key, or empty when it is absent or null. */
    public Optional<JsonNode> value(String key) {
        asked.add(key);
        return Optional.ofNullable(root.get(key)).filter(value -> !value.isNull());
    }

    /** Keys of the file that nobody asked for, in alphabetical order. */
    public Set<String> notAsked() {
        Set<String> keys = new TreeSet<>();
        root.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(asked);
        return keys;
    }

    /** A whole number from {@code least} to {@code most}. */
    public int integer(String key, int least, int most) {
        JsonNode value = value(key).orElseThrow(() -> missing(key));
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw wrong(key, value, "a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** The same with Hugging Face's default for a file that leaves the key out. */
    public int integerOr(int absent, String key, int least, int most) {
        return value(key).isEmpty() ? absent : integer(key, least, most);
    }

    /** The extent of a dimension. */
    public int extent(String key) {
        return integer(key, 1, WIDEST);
    }

    /** The same with a default. */
    public int extentOr(int absent, String key) {
        return integerOr(absent, key, 1, WIDEST);
    }

    /** A number from 0 up to {@code most}, with a default. */
    public double numberOr(double absent, String key, double most) {
        Optional<JsonNode> found = value(key);
        if (found.isEmpty()) {
            return absent;
        }
        JsonNode value = found.get();
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= most)) {
            throw wrong(key, value, "a number from 0 to " + most);
        }
        return value.doubleValue();
    }

    /** A string, or empty when absent. */
    public Optional<String> text(String key) {
        return value(key).map(value -> {
            if (!value.isTextual()) {
                throw wrong(key, value, "a string");
            }
            return value.textValue();
        });
    }

    public static ThimbleException unsupported(String key, String noun, JsonNode value) {
        return new ThimbleException(ModelProblem.CONFIG_UNSUPPORTED.at(at(key), noun, shown(value)));
    }

    public static ThimbleException wrong(String key, JsonNode value, String wanted) {
        return new ThimbleException(ModelProblem.CONFIG_VALUE.at(at(key), key, shown(value), wanted));
    }

    private static ThimbleException missing(String key) {
        return new ThimbleException(ModelProblem.CONFIG_KEY_MISSING.at(FILE, key));
    }

    /** Where a key is, for a diagnostic. */
    public static String at(String key) {
        return FILE + ": " + key;
    }

    /** A value as JSON, cut to one short line. */
    public static String shown(JsonNode value) {
        String json = value.toString();
        return json.length() <= LONGEST_SHOWN ? json : json.substring(0, LONGEST_SHOWN) + "...";
    }
}
