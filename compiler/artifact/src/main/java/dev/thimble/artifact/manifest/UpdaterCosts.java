package dev.thimble.artifact.manifest;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What taking updates costs a firmware beside the model: figures that were measured once, for every package alike.
 *
 * @param measuredOn the board; empty where there are no figures
 * @param figures by names that say the unit
 */
public record UpdaterCosts(String measuredOn, Map<String, Long> figures) {
    /** Sorts the figures by name. */
    public UpdaterCosts {
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    }

    /** Of a package that takes no updates. */
    public static UpdaterCosts none() {
        return new UpdaterCosts("", Map.of());
    }
}
