package dev.thimble.cli.fit;

import dev.thimble.cli.run.Reply;
import dev.thimble.cli.run.Target;
import dev.thimble.verify.data.Example;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers each input once, and says the same when it is asked again.
 *
 * @param target that answers
 * @param replies so far
 */
record Remembered(Target target, Map<Example, Reply> replies) implements Target {
    Remembered(Target target) {
        this(target, new HashMap<>());
    }

    @Override
    public Reply answer(Example example) {
        return replies.computeIfAbsent(example, target::answer);
    }
}
