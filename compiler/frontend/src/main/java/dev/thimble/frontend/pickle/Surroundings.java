package dev.thimble.frontend.pickle;

import java.util.List;

/** The format that a pickle is part of: what its names, calls and references stand for. Each refuses what it does not know. */
public interface Surroundings {

    /** A name that the pickle uses. */
    Value named(Value.Global global);

    /** What a call gives. */
    Value called(Value function, List<Value> arguments);

    /** What lies outside of the pickle. */
    Value outside(Value id);

    /** Sets the state of an object. */
    void build(Value object, Value state);

    /** Surroundings of plain values, in which there is nothing to name. */
    static Surroundings none(PickleProblems problems) {
        return new Surroundings() {
            @Override
            public Value named(Value.Global global) {
                throw problems.global(global);
            }

            @Override
            public Value called(Value function, List<Value> arguments) {
                throw problems.call(function.kind(), "it cannot be called");
            }

            @Override
            public Value outside(Value id) {
                throw problems.reference(id.kind());
            }

            @Override
            public void build(Value object, Value state) {
                throw problems.call(object.kind(), "its state is set");
            }
        };
    }
}
