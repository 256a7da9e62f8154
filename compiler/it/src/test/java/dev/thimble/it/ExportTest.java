package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code thimble export}: what it writes, and what it leaves alone. */
class ExportTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir
    Path folder;

    private Path export(String kind) {
        Path to = folder.resolve(kind);
        Call.succeeding("export", DropIn.OUT, "--as", kind, "-o", to);
        return to;
    }

    @ParameterizedTest
    @CsvSource({
        "arduino, library.properties",
        "arduino, keywords.txt",
        "arduino, examples/Classify/Classify.ino",
        "rust, Cargo.toml",
        "rust, build.rs",
        "rust, src/lib.rs",
        "rust, tests/classify.rs"
    })
    void eachTextIsWhatItWas(String kind, String path) throws IOException {
        Golden.compare(
                "bert-f32-gelu/export/" + kind + "/" + path,
                Files.readString(export(kind).resolve(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arduino", "rust"})
    void theCodeComesAlongWithItsLicence(String kind) throws IOException {
        Path to = export(kind);
        assertThat(to.resolve("LICENSE")).hasSameBinaryContentAs(Checkout.ROOT.resolve("LICENSE"));
        List<Path> sources = Checkout.files(DropIn.OUT.resolve("src"));
        assertThat(Checkout.files(to))
                .extracting(file -> file.getFileName().toString())
                .containsAll(sources.stream()
                        .map(source -> source.getFileName().toString())
                        .toList())
                .doesNotContain("thimble_app.c", "manifest.json");
    }

    @Test
    void aZipIsThePackageAndFollowsFromItAlone() throws IOException {
        Path zip = export("zip").resolve("thimble_tiny-0.1.0.zip");
        Path again = folder.resolve("again");
        Call.succeeding("export", DropIn.OUT, "--as", "zip", "-o", again);
        assertThat(again.resolve(zip.getFileName())).hasSameBinaryContentAs(zip);
        Map<String, byte[]> files = unzipped(zip);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            DropIn.write(folder.resolve(file.getKey()), "");
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        Path unpacked = folder.resolve("tiny");
        assertThat(Checkout.files(unpacked)).hasSameSizeAs(Checkout.files(DropIn.OUT));
        String answer = Call.succeeding("run", unpacked, "--target", "reference", "--text", "a text")
                .output();
        assertThat(Call.succeeding("run", DropIn.OUT, "--target", "reference", "--text", "a text")
                        .output())
                .isEqualTo(answer);
    }

    /** The files of a zip; they are sorted, and all have one time. */
    private static Map<String, byte[]> unzipped(Path zip) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        List<String> order = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getTimeLocal()).isEqualTo(TIME);
                order.add(entry.getName());
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        assertThat(order).isNotEmpty().isSorted();
        return files;
    }

    /** Neither the schema's file nor a checker is in a registry: what the format asks for is looked at here. */
    @Test
    void aPackNamesItsFiles() throws Exception {
        Map<String, byte[]> files = unzipped(export("cmsis-pack").resolve("Thimble.tiny.0.1.0.pack"));
        byte[] description = files.get("Thimble.tiny.pdsc");
        Golden.compare(
                "bert-f32-gelu/export/cmsis-pack/Thimble.tiny.pdsc", new String(description, StandardCharsets.UTF_8));
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(description))
                .getDocumentElement();
        assertThat(children(root))
                .containsExactly(
                        "vendor", "name", "description", "url", "license", "releases", "keywords", "components");
        NodeList named = root.getElementsByTagName("file");
        List<String> sources = new ArrayList<>();
        for (int at = 0; at < named.getLength(); at++) {
            Element file = (Element) named.item(at);
            String name = file.getAttribute("name");
            assertThat(file.getAttribute("category")).isIn("doc", "include", "header", "source");
            assertThat(files.keySet()).anyMatch(path -> name.endsWith("/") ? path.startsWith(name) : path.equals(name));
            if (file.getAttribute("category").equals("source")) {
                sources.add(name);
            }
        }
        assertThat(sources)
                .containsExactlyElementsOf(files.keySet().stream()
                        .filter(path -> path.endsWith(".c"))
                        .toList());
        assertThat(files)
                .containsKey(root.getElementsByTagName("license").item(0).getTextContent());
    }

    private static List<String> children(Element element) {
        List<String> names = new ArrayList<>();
        for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element part) {
                names.add(part.getTagName());
            }
        }
        return names;
    }

    /** The schema allows parts of 32 characters, and a package may be called by a hundred. */
    @Test
    void aLongNameIsCutInAPack() throws IOException {
        String name = "x".repeat(100);
        Path out = DropIn.compiled(folder.resolve("long"), "--name", name);
        Call.succeeding("export", out, "--as", "cmsis-pack");
        Path pack = folder.resolve("long-cmsis-pack/Thimble." + name + ".0.1.0.pack");
        String description = new String(unzipped(pack).get("Thimble." + name + ".pdsc"), StandardCharsets.UTF_8);
        assertThat(description).containsPattern("Csub=\"x{23}_[0-9a-f]{8}\"");
    }

    @Test
    void itSaysWhatItWrote() throws IOException {
        Path to = folder.resolve("to");
        JsonNode document = Call.succeeding("export", DropIn.OUT, "--as", "rust", "-o", to, "--json")
                .document();
        assertThat(document.path("as").asText()).isEqualTo("rust");
        assertThat(document.path("folder").asText()).isEqualTo(to.toString());
        // besides its list and its kind
        assertThat(document.path("files").asInt()).isEqualTo(Checkout.files(to).size() - 2);
    }

    @Test
    void theSameExportTakesTheOldOnesPlace() throws IOException {
        Path to = export("rust");
        Files.delete(to.resolve("build.rs"));
        export("rust");
        assertThat(to.resolve("build.rs")).exists();
        try (var beside = Files.list(folder)) {
            assertThat(beside).containsExactly(to);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--as punchcards -o NEW | 2 | THM-0839]: \"punchcards\" is no kind of export; there are arduino, rust,",
                "--as uf2 -o NEW | 1 | THM-0840]: the package OUT has no firmware tiny.uf2",
                "--as zip -o OTHERS | 1 | THM-0803]: the folder OTHERS exists and is no Thimble package",
                "--as zip -o OUT | 1 | THM-0838]: the folder OUT holds a package, which is something else",
                "--as zip -o RUST | 1 | THM-0838]: the folder RUST holds an export of tiny as rust, which",
                "--as rust -o ADDED | 1 | THM-0813]: the package ADDED holds what Thimble did not write: own.rs"
            })
    void whatIsSomebodysStays(String options, int status, String sentence) throws IOException {
        DropIn.write(folder.resolve("others/file"), "text");
        Path added = folder.resolve("added");
        Call.succeeding("export", DropIn.OUT, "--as", "rust", "-o", added);
        DropIn.write(added.resolve("own.rs"), "fn own() {}\n");
        Map<String, Path> places = Map.of(
                "NEW", folder.resolve("new"),
                "OTHERS", folder.resolve("others"),
                "OUT", DropIn.OUT,
                "RUST", export("rust"),
                "ADDED", added);
        List<Path> before = Checkout.files(folder);
        List<Object> words = new ArrayList<>(List.of("export", DropIn.OUT));
        for (String word : options.split(" ", -1)) {
            words.add(places.containsKey(word) ? places.get(word) : word);
        }
        Call call = Call.thimble(words.toArray());
        assertThat(call.status()).isEqualTo(status);
        String expected = sentence;
        for (Map.Entry<String, Path> place : places.entrySet()) {
            expected = expected.replace(place.getKey() + " ", place.getValue() + " ");
        }
        assertThat(call.diagnostics()).singleElement().asString().startsWith("error[" + expected);
        assertThat(Checkout.files(folder)).isEqualTo(before);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void aCompilationLeavesAnExportAlone() throws IOException {
        Path to = export("rust");
        Call call = Call.thimble("compile", Checkout.fixture("bert-f32-gelu"), "--name", "tiny", "-o", to);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).singleElement().asString().startsWith("error[THM-0838]: the folder " + to);
        assertThat(to.resolve("Cargo.toml")).exists();
    }

    @Test
    void aFirmwareThatWasBuiltIsCopied() throws IOException {
        Path out = Checkout.copy(Shipped.BUILT, folder.resolve("out"));
        DropIn.write(out.resolve("build/mps2-an386/intents.uf2"), "UF2");
        Path to = folder.resolve("to");
        Call.succeeding("export", out, "--as", "uf2", "-o", to);
        assertThat(to.resolve("intents.uf2")).hasContent("UF2");
    }

    /** What is handed on is what was verified. */
    @Test
    void changedCodeIsNotExported() throws IOException {
        Path out = Checkout.copy(DropIn.OUT, folder.resolve("out"));
        Path source = out.resolve("src/tiny_model.c");
        String text = Files.readString(source);
        Files.writeString(source, text + "/* mine */\n");
        assertRefused(out, "error[THM-0814]: the package " + out + " holds files that were changed");
        Files.delete(source);
        assertRefused(out, "error[THM-0615]: the package has no src/tiny_model.c");
    }

    @Test
    void whatIsNoPackageIsNotExported() throws IOException {
        assertRefused(Files.createDirectory(folder.resolve("empty")), "error[THM-0804]");
        assertRefused(export("rust"), "error[THM-0804]");
    }

    /** Its stack has no bound, or it is over its budget: what the linker left is not handed on. */
    @Test
    void aFirmwareThatWasRefusedIsNotExported() throws IOException {
        Path out = Checkout.copy(DropIn.OUT, folder.resolve("out"));
        DropIn.write(out.resolve("build/mps2-an386/tiny.uf2"), "UF2");
        Call call = Call.thimble("export", out, "--as", "uf2", "-o", folder.resolve("to"));
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.errors()).contains("THM-0840");
        assertThat(folder.resolve("to")).doesNotExist();
    }

    private void assertRefused(Path out, String diagnostic) {
        Path to = folder.resolve("refused");
        Call call = Call.thimble("export", out, "--as", "arduino", "-o", to);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).singleElement().asString().startsWith(diagnostic);
        assertThat(to).doesNotExist();
    }
}
