package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.ModelManifest;

/** What a report says of channels and heads that went, where some did. */
final class PruningJson {
    private PruningJson() {}

    static void put(ObjectNode node, ModelManifest model) {
        if (!model.removed().isEmpty()) {
            ArrayNode removed = node.putArray("removed");
            model.removed().forEach(each -> removed(removed.addObject(), each));
        }
        model.pruning().forEach(pruning -> pruning(node.putObject("pruning"), pruning));
    }

    private static void removed(ObjectNode node, ModelManifest.Removed removed) {
        node.put("name", removed.name())
                .put("unit", removed.unit())
                .put("before", removed.before())
                .put("after", removed.after())
                .put("saved_bytes", removed.bytes());
    }

    private static void pruning(ObjectNode node, ModelManifest.Pruning pruning) {
        node.put("asked_percent", pruning.asked())
                .put("percent", pruning.percent())
                .put("saved_bytes", pruning.bytes())
                .put("logits_snr_db", pruning.decibels())
                .put("logits_snr_db_uncompensated", pruning.decibelsUncompensated());
        ArrayNode each = node.putArray("each");
        for (ModelManifest.PrunedPart part : pruning.each()) {
            ObjectNode one = each.addObject()
                    .put("name", part.name())
                    .put("unit", part.unit())
                    .put("before", part.before())
                    .put("after", part.after())
                    .put("saved_bytes", part.bytes());
            if (part.narrowed()) {
                one.put("logits_snr_db_alone", part.decibelsAlone());
            }
        }
    }
}
