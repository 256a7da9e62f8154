package dev.thimble.core.target;

import java.util.Locale;

/** What a price is in. */
public enum CostUnit {
    /** Of cores whose manuals have a table. */
    CYCLES,
    /** Of the others. */
    INSTRUCTIONS;

    /** How tables and reports call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
