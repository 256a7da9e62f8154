package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.thimble.core.diag.Problem;
import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue of diagnostics, and its page in docs. */
class CatalogueTest {
    private static final String HEAD = """
            # Diagnostics

            Every message of Thimble has a number that stays. It is printed as `error[THM-0123]: sentence (where) hint`,
            or `warning[…]` where the work goes on. `…` stands for what the case fills in. Written from the catalogue in
            `compiler/core/src/main/java/dev/thimble/core/diag`; to write it anew: `./thimble test -Dthimble.goldens=rewrite`.

            | code | exit status | sentence | hint |
            |---|---|---|---|
            """;

    private static final List<Problem> PROBLEMS = problems();

    private static List<Problem> problems() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.thimble").stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(Problem.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Stream.of(type.getEnumConstants()))
                        .map(Problem.class::cast)
                        .sorted(Comparator.comparingInt(Problem::code))
                        .toList();
    }

    @Test
    void everyProblemHasItsOwnCode() {
        assertThat(PROBLEMS).hasSizeGreaterThan(50);
        assertThat(PROBLEMS.stream().map(Problem::code)).doesNotHaveDuplicates();
    }

    @Test
    void everySentenceIsOneClauseWithoutAFullStop() {
        assertThat(PROBLEMS).allSatisfy(problem -> {
            assertThat(problem.sentence()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
            assertThat(problem.hint()).doesNotEndWith(".").doesNotContain("\n");
        });
    }

    @Test
    void anAreaIsOneHundredCodes() {
        assertThat(PROBLEMS)
                .allSatisfy(problem -> assertThat(PROBLEMS.stream()
                                .filter(other -> other.code() / 100 == problem.code() / 100)
                                .map(Object::getClass))
                        .containsOnly(problem.getClass()));
    }

    @Test
    void theLauncherUsesCodesOfTheCatalogue() throws IOException {
        String launcher = Files.readString(Checkout.ROOT.resolve("thimble"));
        List<Integer> used = Pattern.compile("fail [123] (\\d{4}) ")
                .matcher(launcher)
                .results()
                .map(match -> Integer.parseInt(match.group(1)))
                .toList();
        assertThat(used).isNotEmpty();
        assertThat(PROBLEMS.stream().map(Problem::code)).containsAll(used);
    }

    @Test
    void thePageInDocsIsCurrent() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Problem problem : PROBLEMS) {
            page.append(String.format(
                    Locale.ROOT,
                    "| THM-%04d | %d | %s | %s |%n",
                    problem.code(),
                    problem.status().code(),
                    cell(problem.sentence()),
                    cell(problem.hint())));
        }
        Golden.compare(Checkout.ROOT.resolve("docs/diagnostics.md"), page.toString());
    }

    private static String cell(String text) {
        return text.replaceAll("%(\\.\\d)?[sdf]", "…")
                .replace("%%", "%")
                .replace("|", "\\|")
                .replace("<", "&lt;");
    }
}
