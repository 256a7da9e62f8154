package dev.thimble.core.ir;

/** How many rows become one. */
public enum PoolKind {
    /** Row 0. */
    FIRST
}
