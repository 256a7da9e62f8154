package dev.thimble.core.diag;

/** Whether the work can go on. */
public enum Severity {
    /** The result is usable, but the user should know. */
    WARNING("warning"),
    /** There is no result. */
    ERROR("error");

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    /** The word a diagnostic line starts with. */
    public String label() {
        return label;
    }
}
