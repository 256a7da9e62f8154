package dev.thimble.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules and packages, which docs/architecture.md draws, go one way. */
class ArchitectureTest {
    private static final String BASE = "dev.thimble.";

    /** Not the module testing: it is main code to Maven, so that tests of several modules may use it, but test code. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("dev/thimble/testing/"))
            .importPackages("dev.thimble");

    /** Streams of the standard library that touch neither a file nor the network. */
    private static final Set<String> IN_MEMORY = Set.of(
            "java.io.ByteArrayOutputStream",
            "java.io.IOException",
            "java.io.OutputStream",
            "java.io.Serializable",
            "java.io.UncheckedIOException");

    private static final Set<String> EXECUTING = Set.of(
            "java.lang.ClassLoader",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.System",
            "java.lang.Thread");

    @Test
    void theClassesOfEveryModuleAndRoomAreLookedAt() throws IOException {
        Stream.of(modules(), rooms(), roomsOfTheFrontend())
                .flatMap(rows -> rows)
                .map(row -> BASE + row.get()[0])
                .forEach(name -> Assertions.assertThat(CLASSES.stream()
                                .anyMatch(type -> type.getPackageName().startsWith(name)))
                        .as(name)
                        .isTrue());
    }

    /** The rows of a table of the page: a name, and what it may know. */
    private static Stream<Arguments> table(String heading) throws IOException {
        String page = Files.readString(Checkout.ROOT.resolve("docs/architecture.md"));
        int start = page.indexOf("## " + heading + "\n");
        Assertions.assertThat(start).as(heading).isPositive();
        String section = page.substring(start, page.indexOf("\n## ", start));
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> Arguments.of(cells[1].strip().replace("`", ""), cells[2].strip()));
    }

    static Stream<Arguments> modules() throws IOException {
        return table("Modules");
    }

    static Stream<Arguments> rooms() throws IOException {
        return table("Rooms of the core");
    }

    static Stream<Arguments> roomsOfTheFrontend() throws IOException {
        return table("Rooms of the frontend");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsOnlyTheModulesBelowIt(String module, String below) {
        check(module, below);
    }

    /** What is written first is known by what is written later. */
    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomOfTheCoreKnowsOnlyThoseBeforeIt(String room, String below) {
        check(room, below);
    }

    @ParameterizedTest
    @MethodSource("roomsOfTheFrontend")
    void aRoomOfTheFrontendKnowsOnlyThoseBeforeIt(String room, String below) {
        check(room, below);
    }

    /** In Python a pickle is a program. What reads it here has nothing at hand that a program could be made of. */
    @Test
    void whatReadsPicklesCanExecuteNothing() {
        DescribedPredicate<JavaClass> able = describe(
                "a class that loads, reflects, starts or writes something",
                type -> type.getPackageName().startsWith("java.io")
                        || type.getPackageName().startsWith("java.net")
                        || type.getPackageName().startsWith("java.lang.reflect")
                        || type.getPackageName().startsWith("javax.script")
                        || type.isEquivalentTo(Files.class)
                        || EXECUTING.contains(type.getName()));
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "frontend.pickle", BASE + "frontend.checkpoint")
                .should()
                .dependOnClassesThat(able)
                .orShould()
                .callMethodWhere(describe(
                        "finds a class by its name",
                        call -> call.getTargetOwner().isEquivalentTo(Class.class)
                                && call.getName().equals("forName")))
                .check(CLASSES);
    }

    /** Within the tokenizer: each step knows the characters, and the whole knows the steps. */
    @ParameterizedTest
    @CsvSource({
        "unicode, core.diag",
        "normalize, tokenizer.unicode",
        "pretokenize, tokenizer.unicode",
        "model, core.diag",
        "postprocess, core.diag"
    })
    void aStepOfTheTokenizerDoesNotKnowTheOthers(String step, String below) {
        check("tokenizer." + step, below);
    }

    private static void check(String part, String below) {
        List<String> allowed = new ArrayList<>(List.of(BASE + part + ".."));
        Stream.of(below.split(" ", -1))
                .filter(other -> !other.isEmpty())
                .forEach(other -> allowed.add(BASE + other + ".."));
        DescribedPredicate<JavaClass> others = resideInAPackage("dev.thimble..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));
        noClasses()
                .that()
                .resideInAPackage(BASE + part + "..")
                .should()
                .dependOnClassesThat(others)
                .check(CLASSES);
    }

    @Test
    void everyModuleAndEveryRoomIsOnThePage() throws IOException {
        String[] modules = modules().map(row -> BASE + row.get()[0] + "..").toArray(String[]::new);
        String[] rooms = rooms().map(row -> BASE + row.get()[0]).toArray(String[]::new);
        classes().should().resideInAnyPackage(modules).check(CLASSES);
        classes()
                .that()
                .resideInAPackage(BASE + "core..")
                .should()
                .resideInAnyPackage(rooms)
                .check(CLASSES);
    }

    @Test
    void nothingButTestsKnowsTheModuleTesting() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + "testing..")
                .check(CLASSES);
    }

    /** What decides a byte of a package is computed in one order; ND4J's depends on the processor. */
    @Test
    void noStageOfACompilationKnowsTheFloatReference() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "pipeline..", BASE + "artifact..", BASE + "cli.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + "reference..")
                .check(CLASSES);
    }

    /** Of these, {@link Math} may give other last bits on other machines. */
    @Test
    void whatIsNotArithmeticIsComputedByStrictMath() {
        Set<String> loose = Set.of(
                "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log10", "log1p", "pow",
                "sinh", "cosh", "tanh", "cbrt", "hypot");
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "reference..")
                .should()
                .callMethodWhere(describe(
                        "calls a function of Math that StrictMath has, too",
                        call -> call.getTargetOwner().isEquivalentTo(Math.class) && loose.contains(call.getName())))
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnTheLocaleOrTheDefaultCharset() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callConstructor(String.class, byte[].class)
                .orShould()
                .callConstructor(PrintStream.class, OutputStream.class)
                .orShould()
                .callConstructor(InputStreamReader.class, InputStream.class)
                .orShould()
                .callMethod(Charset.class, "defaultCharset")
                .check(CLASSES);
    }

    @Test
    void noPackagesKnowEachOther() {
        slices().matching("dev.thimble.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theCoreDoesNoInputOrOutput() {
        DescribedPredicate<JavaClass> outside = describe(
                "a class that reaches files, processes or the network",
                type -> (type.getPackageName().equals("java.io") && !IN_MEMORY.contains(type.getName()))
                        || type.getPackageName().startsWith("java.nio.file")
                        || type.getPackageName().startsWith("java.nio.channels")
                        || type.getPackageName().startsWith("java.net")
                        || type.getName().equals("java.lang.Process")
                        || type.getName().equals("java.lang.ProcessBuilder"));
        noClasses()
                .that()
                .resideInAPackage(BASE + "core..")
                .should()
                .dependOnClassesThat(outside)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }
}
