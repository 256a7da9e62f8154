package dev.thimble.core.ir;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key of a record's component in a graph's text, where it is not the component's name. A record within a record is
 * written as its components, whose keys are joined to its own; {@code ""} joins nothing.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Key {
    /** Lower-case words joined by underscores, or nothing. */
    String value();
}
