package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the compiler says when nobody gave it sentences to take scales from. */
class UncalibratedTest {
    private static final Pattern MEASURED =
            Pattern.compile("on (\\d+) English sentences .* (\\d+\\.\\d) % of the labels .* have (\\d+\\.\\d) dB");

    private static List<String> warnings(Path model, Optional<Integer> maxTokens, Optional<Path> calibration) {
        CompileSettings settings = CompileSettings.of(model)
                .maxTokens(maxTokens)
                .calibration(calibration)
                .build();
        return new Compiler(Checkout.INSTALLATION, Progress.silent())
                .compile(settings).warnings().stream()
                        .map(warning -> warning.line())
                        .toList();
    }

    private static Matcher measured(Path model, Optional<Integer> maxTokens) {
        List<String> warnings = warnings(model, maxTokens, Optional.empty());
        assertThat(warnings).singleElement().asString().startsWith("warning[THM-0302]");
        Matcher matcher = MEASURED.matcher(warnings.get(0));
        assertThat(matcher.find()).as(warnings.get(0)).isTrue();
        assertThat(matcher.group(1)).isEqualTo("64");
        return matcher;
    }

    @Test
    void theCostIsMeasuredOnTheModelAtHand() {
        Matcher trained = measured(Checkout.MODEL, Optional.empty());
        assertThat(Double.parseDouble(trained.group(2))).isBetween(95.0, 100.0);
        assertThat(Double.parseDouble(trained.group(3))).isBetween(20.0, 60.0);
        Matcher random = measured(Checkout.fixture("bert-f32-gelu"), Optional.empty());
        assertThat(random.group(3)).isNotEqualTo(trained.group(3));
    }

    @Test
    void sentencesAreCutToTheLongestSequence() {
        assertThat(measured(Checkout.fixture("bert-f32-gelu"), Optional.of(3)).group(3))
                .isNotEmpty();
    }

    @Test
    void aCalibrationFileLeavesNothingToWarnAbout() {
        Path folder = Checkout.fixture("bert-f32-gelu");
        assertThat(warnings(folder, Optional.empty(), Optional.of(folder.resolve("golden.jsonl"))))
                .isEmpty();
    }
}
