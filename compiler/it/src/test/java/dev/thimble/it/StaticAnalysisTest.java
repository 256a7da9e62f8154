package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What checkers of C say of packages: each source of every kernel set once. Which rules of MISRA C it does not follow,
 * and why, is in docs/misra.md; the checkers themselves come with {@code ./thimble test --full}.
 */
@EnabledIfSystemProperty(named = "thimble.everywhere", matches = "true")
class StaticAnalysisTest {
    private static final Path PAGE = Checkout.ROOT.resolve("docs/misra.md");

    /** What the page lists: a rule in the first column of a table. */
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\|");

    private static final Pattern RULE = Pattern.compile("misra-c2012-(\\d+\\.\\d+)");

    /** Definitions keep the checker from trying every combination of those that it does not know. */
    private static final List<String> CPPCHECK =
            List.of("cppcheck", "--std=c99", "--quiet", "--platform=unix32", "-D__GNUC__=12");

    @TempDir
    Path folder;

    @Test
    void rulesOfMisraAreFollowedButForThoseThatThePageLists() throws IOException {
        List<String> command = new ArrayList<>(CPPCHECK);
        command.addAll(List.of("--addon=misra", "--template={id}"));
        Set<String> broken = found(RULE, said(command, List.of()));
        assertThat(broken).isEqualTo(found(LISTED, Files.readString(PAGE)));
    }

    /**
     * Memories that functions fill by a pointer to their first element pass for empty, and a sum of weights of which one
     * is 255 for 0. That right shifts of negative numbers are arithmetic, fixed.h checks.
     */
    @Test
    void cppcheckFindsNothingElse() throws IOException {
        List<String> command = new ArrayList<>(CPPCHECK);
        command.addAll(List.of("--enable=warning,performance,portability", "--template={file} {id} {message}"));
        assertThat(said(command, List.of()).lines())
                .filteredOn(line -> !line.matches(".*/attention(_loops)?\\.[ch] (uninitvar|zerodiv) .*"))
                .filteredOn(line -> !line.contains(" shiftTooManyBitsSigned "))
                .isEmpty();
    }

    /** The same of the analyzer; offsets are products that their bounds keep small, and macros of assembly are text. */
    @Test
    void clangTidyFindsNothing() throws IOException {
        String checks = "-*,clang-analyzer-*,bugprone-*,portability-*,-bugprone-easily-swappable-parameters,"
                + "-bugprone-implicit-widening-of-multiplication-result,-bugprone-signed-char-misuse,"
                + "-bugprone-macro-parentheses";
        assertThat(said(List.of("clang-tidy", "--quiet", "--checks=" + checks), List.of("--", "-std=c99"))
                        .lines())
                .filteredOn(line -> line.contains(" warning: "))
                .filteredOn(line -> !line.matches(".*/(attention|norm)\\.c:.* Division by zero .*"))
                .filteredOn(line -> !line.matches(".*/mve/src/attention\\.c:.* garbage or undefined .*"))
                .isEmpty();
    }

    @Test
    void theAnalyzerOfGccFindsNothing() throws IOException {
        for (Map.Entry<KernelSet, List<Path>> sources : sources().entrySet()) {
            for (Path source : sources.getValue()) {
                List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-O2", "-fanalyzer", "-Werror"));
                command.addAll(includes(sources.getKey()));
                command.addAll(List.of(
                        "-c",
                        source.toString(),
                        "-o",
                        folder.resolve("object.o").toString()));
                ToolRun.output(command);
            }
        }
    }

    /** What a checker says of all sources: words before and behind each set's. */
    private String said(List<String> command, List<String> behind) throws IOException {
        StringBuilder said = new StringBuilder();
        for (Map.Entry<KernelSet, List<Path>> sources : sources().entrySet()) {
            List<String> words = new ArrayList<>(command);
            List<String> includes = includes(sources.getKey());
            words.addAll(behind.isEmpty() ? includes : List.of());
            sources.getValue().forEach(source -> words.add(source.toString()));
            words.addAll(behind);
            words.addAll(behind.isEmpty() ? List.of() : includes);
            ToolRun run = ToolRun.of(words);
            assertThat(run.status()).as(run.output()).isZero();
            said.append(run.output());
        }
        return said.toString();
    }

    private List<String> includes(KernelSet set) {
        Path out = folder.resolve(set.folder());
        return List.of("-I" + out.resolve("include"), "-I" + out.resolve("src"));
    }

    /** Those of each set that no set before it has, which with their headers are the same text. */
    private Map<KernelSet, List<Path>> sources() throws IOException {
        Set<String> seen = new HashSet<>();
        Map<KernelSet, List<Path>> sources = new LinkedHashMap<>();
        for (KernelSet set : KernelSets.all()) {
            Map<String, byte[]> files = TinyPackage.files("tiny", set);
            TinyPackage.write(folder.resolve(set.folder()), "tiny", files);
            List<Path> own = files.entrySet().stream()
                    .filter(file -> file.getKey().matches("src/.*\\.c"))
                    .filter(file -> seen.add(file.getKey() + new String(file.getValue(), StandardCharsets.UTF_8)))
                    .map(file -> folder.resolve(set.folder()).resolve(file.getKey()))
                    .toList();
            sources.put(set, own);
        }
        return sources;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
