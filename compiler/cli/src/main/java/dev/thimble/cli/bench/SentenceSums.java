package dev.thimble.cli.bench;

import dev.thimble.device.cycles.Cycles;
import dev.thimble.device.drive.Answer;
import dev.thimble.verify.data.Example;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What sentences took, added up. */
final class SentenceSums {
    private int count;
    private long tokens;
    private long instructions;
    private long tokenizer;
    private Cycles inference = Cycles.NONE;
    private Cycles whole = Cycles.NONE;

    /** Classifies a sentence as it is, and once more its ids alone. */
    void add(Meter meter, Example example) {
        byte[] text = example.text().orElse("").getBytes(StandardCharsets.UTF_8);
        boolean isText = example.ids().isEmpty();
        Answer answer = isText ? meter.device().text(text) : meter.device().ids(example.ids());
        long alone = meter.device().ids(answer.ids()).instructions();
        count++;
        tokens += answer.ids().size();
        instructions += alone;
        tokenizer += answer.instructions() - alone;
        addCycles(meter.functions(answer.ids()), isText ? meter.functions(text) : Map.of());
    }

    private void addCycles(Map<String, Cycles> ids, Map<String, Cycles> text) {
        Cycles own = sum(ids);
        inference = inference.plus(own);
        whole = whole.plus(text.isEmpty() ? own : sum(text));
    }

    private static Cycles sum(Map<String, Cycles> functions) {
        return functions.values().stream().reduce(Cycles.NONE, Cycles::plus);
    }

    /** The means. */
    SentenceCosts means() {
        double all = count;
        return new SentenceCosts(
                count,
                tokens / all,
                new SentenceCosts.Mean(instructions / all, cycles(inference.cycles())),
                new SentenceCosts.Mean(tokenizer / all, cycles(whole.cycles() - inference.cycles())));
    }

    private Optional<Double> cycles(long sum) {
        return inference.equals(Cycles.NONE) ? Optional.empty() : Optional.of((double) sum / count);
    }
}
