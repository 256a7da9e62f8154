package dev.thimble.core.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The attributes of a node's line, {@code key=word key=word}: put down in order, and each taken once. */
final class Fields {
    private final Map<String, String> words = new LinkedHashMap<>();

    void put(String key, String word) {
        if (words.putIfAbsent(key, word) != null) {
            throw new IllegalArgumentException("there are two of " + key);
        }
    }

    boolean has(String key) {
        return words.containsKey(key);
    }

    String take(String key) {
        if (!has(key)) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return words.remove(key);
    }

    void checkThatNothingIsLeft() {
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("this is not known: " + print().strip());
        }
    }

    /** All fields, each after a space. */
    String print() {
        return words.entrySet().stream()
                .map(field -> " " + field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining());
    }
}
