package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in docs that says what fewer bits save and cost, and its picture. */
class CompressionPageTest {
    private static final Path PAGE = Checkout.ROOT.resolve("docs/compression.md");
    private static final List<List<String>> SETTINGS = settings(
            "",
            "--embedding-bits 4",
            "--embedding-bits 2.5",
            "--matrix-bits 4",
            "--embedding-bits 2.5 --matrix-bits 4",
            "--vocabulary seen");

    /** The same of the example, and with channels and heads that go; for larger models decision 0046 has that. */
    private static final List<List<String>> PRUNED = Stream.concat(
                    SETTINGS.stream(),
                    settings("--prune 25", "--prune 50", "--prune 50 --embedding-bits 2.5 --matrix-bits 4").stream())
            .toList();

    /** What 4 MiB of flash can hold of 30,522 entries. */
    private static final List<List<String>> LARGE = settings(
            "--embedding-bits 6",
            "--embedding-bits 4",
            "--embedding-bits 2.5",
            "--embedding-bits 2",
            "--embedding-bits 2.5 --matrix-bits 4",
            "--vocabulary seen",
            "--vocabulary seen --embedding-bits 2.5 --matrix-bits 4");

    private static List<List<String>> settings(String... options) {
        return Stream.of(options)
                .map(each -> each.isEmpty() ? List.<String>of() : List.of(each.split(" ", -1)))
                .toList();
    }

    @TempDir
    private Path folder;

    private static CompressionPage.Subject example() {
        return new CompressionPage.Subject(
                "examples/intents", Checkout.MODEL, Checkout.SENTENCES, Checkout.SENTENCES, 64, PRUNED);
    }

    private static CompressionPage.Subject trained(
            Path shared, String name, String data, int longest, List<List<String>> settings) {
        Path sentences = shared.resolve("data").resolve(data);
        return new CompressionPage.Subject(
                name,
                shared.resolve("models").resolve(name),
                sentences.resolve("train.tsv"),
                sentences.resolve("test.tsv"),
                longest,
                settings);
    }

    private static List<CompressionPage.Subject> subjects() {
        List<CompressionPage.Subject> subjects = new ArrayList<>(List.of(example()));
        if (Checkout.full()) {
            Checkout.shared().ifPresent(shared -> {
                subjects.add(trained(shared, "bert-tiny-snips", "snips", 128, SETTINGS));
                subjects.add(trained(shared, "bert-tiny-30522-snips", "snips", 128, LARGE));
                subjects.add(trained(shared, "bert-banking77", "banking77", 96, SETTINGS));
                subjects.add(trained(shared, "embbert-snips", "snips", 128, SETTINGS));
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
