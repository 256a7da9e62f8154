package dev.thimble.cli.run;

import dev.thimble.pipeline.vocabulary.RenumberedExample;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.verify.data.Example;
import java.util.Optional;

/**
 * A target of a smaller vocabulary that takes and gives the token ids of the model as it was trained.
 *
 * @param target that knows the ids of the smaller vocabulary
 * @param kept what they were before
 */
public record RenumberedTarget(Target target, KeptEntries kept) implements Target {
    /**
     * A started target for what users give and read; the float model is the one that was trained already.
     *
     * @param kept what stays of the vocabulary, where entries went
     */
    public static Target of(Optional<KeptEntries> kept, TargetKind kind, Target started) {
        return kind == TargetKind.FLOAT
                ? started
                : kept.<Target>map(entries -> new RenumberedTarget(started, entries))
                        .orElse(started);
    }

    @Override
    public Reply answer(Example example) {
        Reply reply = target.answer(RenumberedExample.of(example, kept));
        return reply.named(reply.ids().stream().map(kept::before).toList());
    }

    @Override
    public void close() {
        target.close();
    }
}
