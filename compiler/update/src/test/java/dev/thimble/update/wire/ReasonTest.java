package dev.thimble.update.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reasons are those of devices, word for word. */
class ReasonTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final Pattern IN_C = Pattern.compile("/\\* ([^*]*) \\*/\\s+THIMBLE_UPDATE_(\\w+) = (\\d+)");
    private static final Pattern IN_DOCS = Pattern.compile("(?m)^\\| (\\d+) `THIMBLE_UPDATE_(\\w+)` \\|");

    @Test
    void theyAreThoseOfTheHeader() throws IOException {
        String header = Files.readString(ROOT.resolve("runtime-c/include/thimble/update.h"));
        List<String> there = IN_C.matcher(header)
                .results()
                .map(match -> match.group(3) + " " + match.group(2) + ": " + match.group(1))
                .filter(line -> !line.startsWith("0 OK"))
                .toList();
        assertThat(Stream.of(Reason.values()).map(reason -> reason.code() + " " + reason + ": " + reason.sentence()))
                .isEqualTo(there);
    }

    @Test
    void theyAreThoseOfThePage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/updates.md"));
        List<String> there = IN_DOCS.matcher(page)
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
        assertThat(Stream.of(Reason.values()).map(reason -> reason.code() + " " + reason))
                .isEqualTo(there);
    }
}
