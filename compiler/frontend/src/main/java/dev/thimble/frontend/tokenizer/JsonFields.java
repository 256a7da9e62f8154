package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value that knows where it stands. Fields of another kind than asked for end the reading with a diagnostic.
 *
 * @param node the value
 * @param where the file and the way to the value, such as {@code tokenizer.json: model.vocab}
 */
record JsonFields(JsonNode node, String where) {
    private static final int SHOWN = 40;

    /** The field's value; a missing one is like null. */
    JsonFields get(String name) {
        JsonNode child = node.get(name);
        return new JsonFields(child == null ? MissingNode.getInstance() : child, inside(name));
    }

    /** No value. */
    static JsonFields missing(String where) {
        return new JsonFields(MissingNode.getInstance(), where);
    }

    /** Whether there is not even null. */
    boolean isMissing() {
        return node.isMissingNode();
    }

    /** Whether there is no value, or a list or an object of nothing. */
    boolean isEmpty() {
        return isNull() || (node.isContainerNode() && node.isEmpty());
    }

    /** The fields of an object, in their order; none of what is no object. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        node.properties().forEach(entry -> fields.add(new Field(entry.getKey(), get(entry.getKey()))));
        return fields;
    }

    /** A field of an object with its name. */
    record Field(String name, JsonFields value) {

        /** The name as a whole number from 0 to 999,999,999. */
        int count() {
            value.expect(name.matches("[0-9]{1,9}"), "a whole number as the name");
            return Integer.parseInt(name);
        }
    }

    /** Whether there is no value. */
    boolean isNull() {
        return node.isNull() || node.isMissingNode();
    }

    /** The members of a list. */
    List<JsonFields> list() {
        expect(node.isArray(), "a list");
        List<JsonFields> members = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            members.add(new JsonFields(node.get(i), where + "[" + i + "]"));
        }
        return members;
    }

    /** This value, which must be an object. */
    JsonFields object() {
        expect(node.isObject(), "an object");
        return this;
    }

    /** This value, which must be an object without other fields than those. */
    JsonFields object(String... known) {
        object();
        node.fieldNames().forEachRemaining(name -> {
            if (!Arrays.asList(known).contains(name) && !node.get(name).isNull()) {
                throw unsupported(inside(name), "field", name);
            }
        });
        return this;
    }

    String text() {
        expect(node.isTextual(), "a string");
        return node.textValue();
    }

    Optional<String> optionalText() {
        return isNull() ? Optional.empty() : Optional.of(text());
    }

    boolean flag() {
        expect(node.isBoolean(), "true or false");
        return node.booleanValue();
    }

    boolean flagOr(boolean fallback) {
        return isNull() ? fallback : flag();
    }

    /** A whole number from 0 to 2^31 - 1. */
    int count() {
        expect(node.canConvertToInt() && node.isIntegralNumber() && node.intValue() >= 0, "a whole number from 0");
        return node.intValue();
    }

    /** Refuses a value that would change the ids and is not known. */
    void refuseUnless(boolean supported, String what) {
        if (!supported) {
            throw unsupported(where, what, node.isTextual() ? node.textValue() : node.toString());
        }
    }

    private void expect(boolean condition, String kind) {
        if (!condition) {
            throw new ThimbleException(TokenizerProblem.BAD_FIELD.at(where, kind));
        }
    }

    private String inside(String name) {
        return where + (where.endsWith(".json") ? ": " : ".") + shown(name);
    }

    private static ThimbleException unsupported(String where, String what, String value) {
        return new ThimbleException(TokenizerProblem.UNSUPPORTED_PART.at(where, what, shown(value)));
    }

    /** A piece of a file that is short enough for a message and holds no control characters. */
    static String shown(String text) {
        boolean isPlain = text.length() <= SHOWN && text.chars().noneMatch(Character::isISOControl);
        if (isPlain) {
            return text;
        }
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }
}
