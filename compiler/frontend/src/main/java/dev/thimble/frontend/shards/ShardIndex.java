package dev.thimble.frontend.shards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.files.FolderFile;
import dev.thimble.frontend.files.Json;
import dev.thimble.frontend.weights.Names;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an index says.
 *
 * @param file the index
 * @param shards by tensor, the file that it is in
 */
record ShardIndex(String file, Map<String, String> shards) {
    /** A name without any part that leads elsewhere. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");

    /** Copies the map. */
    ShardIndex {
        shards = Map.copyOf(shards);
    }

    static ShardIndex read(Path folder, FolderFile index, String extension) {
        String file = index.name();
        JsonNode map = Json.object(index.read(folder), file, ModelProblem.INDEX_INVALID)
                .path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new ThimbleException(ModelProblem.INDEX_INVALID.at(file, "it has no weight_map"));
        }
        Map<String, String> shards = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            shards.put(entry.getKey(), plain(file, entry.getValue(), extension));
        }
        return new ShardIndex(file, shards);
    }

    private static String plain(String file, JsonNode shard, String extension) {
        String name = shard.asText();
        if (!shard.isTextual() || !PLAIN.matcher(name).matches() || !name.endsWith(extension)) {
            String shown = Names.abbreviated(shard.toString());
            throw new ThimbleException(ModelProblem.SHARD_NAME.at(file, shown, extension));
        }
        return name;
    }

    /** The files, in alphabetical order. */
    TreeSet<String> files() {
        return new TreeSet<>(shards.values());
    }
}
