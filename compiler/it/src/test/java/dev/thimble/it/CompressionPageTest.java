package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in docs that says what fewer bits save and cost, and its picture. */
class CompressionPageTest {
    private static final Path PAGE = Checkout.ROOT.resolve("docs/compression.md");
    private static final List<List<String>> SETTINGS = List.of(
            List.of(),
            List.of("--embedding-bits", "4"),
            List.of("--embedding-bits", "2.5"),
            List.of("--matrix-bits", "4"),
            List.of("--embedding-bits", "2.5", "--matrix-bits", "4"),
            List.of("--vocabulary", "seen"));

    @TempDir
    private Path folder;

    private static CompressionPage.Subject example() {
        return new CompressionPage.Subject(
                "examples/intents", Checkout.MODEL, Checkout.SENTENCES, Checkout.SENTENCES, 64, SETTINGS);
    }

    private static CompressionPage.Subject trained(Path shared, String name, String data, int longest) {
        Path sentences = shared.resolve("data").resolve(data);
        List<List<String>> settings =
                SETTINGS.stream().map(options -> bounded(options, longest)).toList();
        return new CompressionPage.Subject(
                name,
                shared.resolve("models").resolve(name),
                sentences.resolve("train.tsv"),
                sentences.resolve("test.tsv"),
                longest,
                settings);
    }

    /** Nothing is refused for its size: what does not fit has its figures, too. */
    private static List<String> bounded(List<String> options, int longest) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--max-tokens", String.valueOf(longest), "--budget", "8MiB"));
        return all;
    }

    private static List<CompressionPage.Subject> subjects() {
        List<CompressionPage.Subject> subjects = new ArrayList<>(List.of(example()));
        if (Checkout.full()) {
            Checkout.shared().ifPresent(shared -> {
                subjects.add(trained(shared, "bert-tiny-snips", "snips", 128));
                subjects.add(trained(shared, "bert-tiny-30522-snips", "snips", 128));
                subjects.add(trained(shared, "bert-banking77", "banking77", 96));
                subjects.add(trained(shared, "embbert-snips", "snips", 128));
            });
        }
        return subjects;
    }

    /** Sections that are not measured here stay as they are. */
    @Test
    void thePageInDocsSaysWhatTheCommandsPrint() throws IOException {
        List<CompressionPage.Section> sections = new ArrayList<>();
        for (CompressionPage.Subject subject : subjects()) {
            sections.add(CompressionPage.measure(subject, folder));
        }
        CompressionPage.read(Files.exists(PAGE) ? Files.readString(PAGE) : "").stream()
                .skip(sections.size())
                .forEach(sections::add);
        StringBuilder page = new StringBuilder(CompressionPage.HEAD);
        sections.forEach(section -> page.append(section.text()));
        Golden.compare(PAGE, page.toString());
    }

    @Test
    void thePictureShowsTheRowsOfThePage() throws IOException {
        List<CompressionPage.Section> sections = CompressionPage.read(Files.readString(PAGE));
        assertThat(sections).hasSizeGreaterThanOrEqualTo(1);
        Golden.compare(Checkout.ROOT.resolve("docs/images/compression.svg"), CompressionPicture.of(sections));
    }
}
