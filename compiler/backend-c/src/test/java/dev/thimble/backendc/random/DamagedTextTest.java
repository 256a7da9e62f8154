package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.core.text.Printed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph's text that something else wrote is another graph's, or is refused; it never ends the compiler. */
class DamagedTextTest {
    private static final int DAMAGES = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedTextsAreReadOrRefused(long seed) {
        RandomModel model = RandomModel.of(seed);
        Random random = new Random(seed);
        assertThat(refusals(GraphText.print(model.source()), GraphText::parse, random))
                .isGreaterThan(DAMAGES / 4);
        assertThat(refusals(IntGraphText.print(model.integers()), IntGraphText::parse, random))
                .isGreaterThan(DAMAGES / 4);
    }

    private static int refusals(Printed whole, Consumer<Printed> parse, Random random) {
        int refusals = 0;
        for (int i = 0; i < DAMAGES; i++) {
            refusals += refuses(parse, new Printed(damaged(whole.text(), random), whole.constants())) ? 1 : 0;
        }
        return refusals;
    }

    private static boolean refuses(Consumer<Printed> parse, Printed printed) {
        try {
            parse.accept(printed);
            return false;
        } catch (ThimbleException e) {
            assertThat(e.diagnostic().problem()).isEqualTo(InputProblem.GRAPH_DAMAGED);
            return true;
        } catch (RuntimeException e) {
            throw new AssertionError(printed.text(), e);
        }
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        char other = text.charAt(random.nextInt(text.length()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + other + text.substring(at);
            case 3 -> text.substring(0, at) + other + text.substring(at + 1);
            default -> withLinesExchanged(text, random);
        };
    }

    private static String withLinesExchanged(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        return String.join("\n", lines);
    }
}
