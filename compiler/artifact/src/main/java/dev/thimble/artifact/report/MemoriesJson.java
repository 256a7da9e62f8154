package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.PackageMemory;

/** How a package fits its board: each memory by itself, for room in one is of no use to another. */
final class MemoriesJson {
    private MemoriesJson() {}

    /** A node a memory; code and stack are no part of it before the build. */
    static void put(ArrayNode memories, Manifest manifest, PackageMemory needs) {
        for (Manifest.Memory memory : manifest.memories()) {
            long used = needs.in(memory);
            ObjectNode node = memories.addObject()
                    .put("name", memory.name())
                    .put("kind", memory.kind())
                    .put("size", memory.size())
                    .put("used", used)
                    .put("margin", memory.size() - used);
            memory.holds().forEach(node.putArray("holds")::add);
        }
    }
}
