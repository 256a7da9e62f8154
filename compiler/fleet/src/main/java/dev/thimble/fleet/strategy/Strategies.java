package dev.thimble.fleet.strategy;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strategies as people write them. */
public final class Strategies {
    private static final String COUNT = "([0-9]{1,4})";
    private static final String DECIMAL = "([0-9](?:\\.[0-9]{1,9})?)";
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private static final Map<Pattern, Function<Matcher, Strategy<?>>> FORMS = Map.of(
            Pattern.compile("fedavg"), word -> new FedAvg(),
            Pattern.compile("secure"), word -> new Secure(),
            Pattern.compile("median"), word -> new Median(),
            Pattern.compile("trimmed-mean:" + DECIMAL), word -> new TrimmedMean(share(word)),
            Pattern.compile("krum:" + COUNT), word -> new Krum(Integer.parseInt(word.group(1)), 1),
            Pattern.compile("multi-krum:" + COUNT + ":" + COUNT), word -> multiKrum(word),
            Pattern.compile("fedadam:" + DECIMAL),
                    word -> new Adaptive<>(new FedAvg(), rate(word.group(), word.group(1))),
            Pattern.compile("([^+]+)\\+adam:" + DECIMAL),
                    word -> new Adaptive<>(parse(word.group(1)), rate(word.group(), word.group(2))),
            Pattern.compile("reptile:" + DECIMAL), word -> new Reptile(rate(word.group(), word.group(1))));

    private Strategies() {}

    /**
     * Reads the word of a strategy, which {@link Strategy#word} writes.
     *
     * @throws ThimbleException where it is none
     */
    public static Strategy<?> parse(String word) {
        for (Map.Entry<Pattern, Function<Matcher, Strategy<?>>> form : FORMS.entrySet()) {
            Matcher matcher = form.getKey().matcher(word);
            if (matcher.matches()) {
                return form.getValue().apply(matcher);
            }
        }
        throw invalid(word);
    }

    private static Krum multiKrum(Matcher word) {
        int chosen = Integer.parseInt(word.group(2));
        require(chosen >= 1, word);
        return new Krum(Integer.parseInt(word.group(1)), chosen);
    }

    private static BigDecimal share(Matcher word) {
        BigDecimal share = new BigDecimal(word.group(1));
        require(share.compareTo(HALF) < 0, word);
        return share;
    }

    private static BigDecimal rate(String word, String decimal) {
        BigDecimal rate = new BigDecimal(decimal);
        if (rate.signum() <= 0 || rate.compareTo(BigDecimal.ONE) > 0) {
            throw invalid(word);
        }
        return rate;
    }

    private static void require(boolean holds, Matcher word) {
        if (!holds) {
            throw invalid(word.group());
        }
    }

    private static ThimbleException invalid(String word) {
        return new ThimbleException(FleetProblem.STRATEGY_INVALID.at("--strategy", word));
    }
}
