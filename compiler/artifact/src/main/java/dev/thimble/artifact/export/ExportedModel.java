package dev.thimble.artifact.export;

import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.backendc.Constants;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.verify.compare.Vectors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What templates say of a model. */
final class ExportedModel {
    private static final int VECTORS = 4;

    /** Words that Rust takes as no name, however they are written. */
    private static final Set<String> NO_NAMES = Set.of("crate", "self", "super");

    private ExportedModel() {}

    static Map<String, Object> values(OutModel model) {
        ModelManifest manifest = model.manifest();
        boolean loaded = model.constants() == Constants.LOADED;
        return Map.of(
                "name",
                model.name(),
                "macro",
                model.name().toUpperCase(Locale.ROOT),
                "module",
                module(model.name()),
                "loaded",
                loaded,
                "arena",
                manifest.memory().arena(),
                "maxTokens",
                manifest.source().maxTokens(),
                "labels",
                loaded ? manifest.image().maxLabels() : model.labels().size(),
                "vectors",
                vectors(model));
    }

    private static String module(String name) {
        return NO_NAMES.contains(name) ? name + "_" : "r#" + name;
    }

    /** Sequences, and what the integer reference computes of them. */
    private static List<Map<String, String>> vectors(OutModel model) {
        IntegerExecutor reference = new IntegerExecutor(model.integers());
        return Vectors.read(model.verifyFolder().resolve("vectors.jsonl")).stream()
                .limit(VECTORS)
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .map(ids -> Map.of("ids", list(ids), "logits", list(reference.logits(ids))))
                .toList();
    }

    private static String list(int[] numbers) {
        return IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
