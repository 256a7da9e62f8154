package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.core.target.KernelSets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All C is written in one style, that of {@code .clang-format}, as far as lines tell it without that tool. */
class CStyleTest {
    private static final int COLUMNS = 120;
    private static final int FUNCTION_LINES = 80;

    /** What no line has, by what is wrong with it. */
    private static final Map<String, Pattern> FORBIDDEN = Map.of(
            "not ASCII, or a tab", Pattern.compile("[^ -~]"),
            "blanks at its end", Pattern.compile(" $"),
            "a comment of C++", Pattern.compile("(^|[;{} ])//"),
            "a comment for a tool", Pattern.compile("/\\*\\*"),
            "no blank after a keyword", Pattern.compile("\\b(if|for|while|switch)\\("),
            "a statement without braces", Pattern.compile("^ *(if|for|while) \\(.*[^{}\\\\];$"),
            "the brace of a function behind its head", Pattern.compile("^[A-Za-z_].*\\) \\{$"),
            "an else on a line of its own", Pattern.compile("^ +else\\b"),
            "a star apart from its name", Pattern.compile("\\b(char|void|int|u?int\\d+_t|\\w+_(t|data))\\* "),
            "more than one blank before a backslash", Pattern.compile("  \\\\$"));

    private static List<String> faults(String name, String text, int columns) {
        List<String> faults = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String place = name + ":" + (i + 1) + ": ";
            String line = lines.get(i);
            FORBIDDEN.forEach((fault, pattern) -> {
                if (pattern.matcher(line).find()) {
                    faults.add(place + fault);
                }
            });
            if (line.length() > columns) {
                faults.add(place + "more than " + columns + " columns");
            }
            if (beginsStatement(lines, i) && indent(line) % 4 != 0) {
                faults.add(place + "no indent by fours");
            }
        }
        if (!text.endsWith("\n") || text.endsWith("\n\n")) {
            faults.add(name + ": not one end of line at its end");
        }
        return faults;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Whether a line goes on with nothing that was begun before it: those that do are aligned with it. */
    private static boolean beginsStatement(List<String> lines, int at) {
        String line = lines.get(at);
        return at > 0
                && !line.isBlank()
                && !line.stripLeading().startsWith("*")
                && lines.get(at - 1).matches("|.*[;{}]( \\\\)?");
    }

    /** The lines from the brace that opens a function to that which ends it. */
    private static List<String> longFunctions(String name, List<String> lines) {
        List<String> found = new ArrayList<>();
        int begin = lines.size();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("{")) {
                begin = i;
            } else if (lines.get(i).equals("}")) {
                if (i - begin >= FUNCTION_LINES) {
                    found.add(name + ":" + (begin + 1) + ": a function of more than " + FUNCTION_LINES + " lines");
                }
                begin = lines.size();
            }
        }
        return found;
    }

    private static Map<String, String> written() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String folder : List.of("runtime-c", "boards")) {
            try (Stream<Path> files = Files.walk(Checkout.ROOT.resolve(folder))) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.[ch]"))
                        .toList()) {
                    texts.put(Checkout.ROOT.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return texts;
    }

    private static final Pattern LICENCE =
            Pattern.compile("\\A/\\* SPDX-License-Identifier: Apache-2\\.0( AND LicenseRef-Model)? \\*/\\n");

    /** Packages have copies of the runtime, and go to other people. */
    @Test
    void whatIsCopiedNamesItsLicence() throws IOException {
        List<String> copied = written().entrySet().stream()
                .filter(file -> file.getKey().startsWith("runtime-c/"))
                .filter(file -> !file.getValue().startsWith("/* SPDX-License-Identifier: Apache-2.0 */\n"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(copied).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGeneratedNamesItsLicence(Constants constants) {
        CPackage code = TinyPackage.code("tiny", KernelSets.DSP, constants);
        for (Map<String, byte[]> files : List.of(code.files(), code.singleFile())) {
            files.forEach((name, bytes) -> {
                if (name.matches(".*\\.[ch]")) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    assertThat(text).as(name).containsPattern(LICENCE).containsOnlyOnce("SPDX-");
                }
            });
        }
    }

    @Test
    void whatIsWrittenByHandIsInOneStyle() throws IOException {
        Map<String, String> texts = written();
        List<String> faults = new ArrayList<>();
        texts.forEach((name, text) -> {
            faults.addAll(faults(name, text, COLUMNS));
            faults.addAll(longFunctions(name, text.lines().toList()));
        });
        assertThat(texts).hasSizeGreaterThan(50);
        assertThat(faults).isEmpty();
    }

    /** Constants and names of a model's values make lines of any length. */
    @ParameterizedTest
    @ValueSource(strings = {"bert-f32-gelu", "embbert-f32-expansion"})
    void whatTheTemplatesWriteIsInTheSameStyle(String fixture) {
        List<String> faults = new ArrayList<>();
        TinyModel.compiled(fixture).compilation().code().files().forEach((name, bytes) -> {
            if (name.matches(".*\\.[ch]")) {
                faults.addAll(faults(name, new String(bytes, StandardCharsets.UTF_8), Integer.MAX_VALUE));
            }
        });
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int f(void) {|the brace of a function behind its head",
                "'    if(x) {'|no blank after a keyword",
                "'    if (x) y();'|a statement without braces",
                "'    int x; // no'|a comment of C++",
                "/** for a tool */|a comment for a tool",
                "'    char* x;'|a star apart from its name",
                "#define X  \\|more than one blank before a backslash",
            })
    void theCheckKnows(String line, String fault) {
        assertThat(faults("x.c", line + "\n", COLUMNS)).containsExactly("x.c:1: " + fault);
        assertThat(faults("x.c", "{\n   int x;\n}\n", COLUMNS)).containsExactly("x.c:2: no indent by fours");
    }
}
