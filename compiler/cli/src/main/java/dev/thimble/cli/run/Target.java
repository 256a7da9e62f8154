package dev.thimble.cli.run;

import dev.thimble.verify.data.Example;

/** Something that classifies: a device, or a reference. */
public interface Target extends AutoCloseable {

    /** The answer to one input. */
    Reply answer(Example example);

    @Override
    default void close() {}
}
