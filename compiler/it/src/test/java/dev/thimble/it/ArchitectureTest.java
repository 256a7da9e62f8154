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
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between modules and packages, which docs/architecture.md draws, go one way. */
class ArchitectureTest {
    private static final String BASE = "dev.thimble.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.thimble");

    /** Streams of the standard library that touch neither a file nor the network. */
    private static final Set<String> IN_MEMORY = Set.of(
            "java.io.ByteArrayOutputStream",
            "java.io.IOException",
            "java.io.OutputStream",
            "java.io.Serializable",
            "java.io.UncheckedIOException");

    @Test
    void theClassesOfEveryModuleAreLookedAt() {
        for (String name : List.of(
                "core.ir",
                "tokenizer",
                "frontend",
                "reference",
                "backendc",
                "folder",
                "device.drive",
                "verify.compare",
                "pipeline",
                "artifact",
                "cli")) {
            Assertions.assertThat(CLASSES.containPackage(BASE + name)).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "core,",
        "tokenizer, core",
        "frontend, core tokenizer",
        "reference, core",
        "backendc, core tokenizer",
        "folder, core",
        "device, core folder",
        "verify, core device",
        "pipeline, core tokenizer frontend backendc device verify",
        "artifact, core tokenizer frontend backendc folder device verify pipeline",
        "cli, core tokenizer frontend reference backendc folder device verify pipeline artifact"
    })
    void aModuleKnowsOnlyTheModulesBelowIt(String module, String below) {
        check(module, below == null ? "" : below);
    }

    /** Within the core: what is written first is known by what is written later. */
    @ParameterizedTest
    @CsvSource({
        "core.diag,",
        "core.ir, core.diag",
        "core.exec, core.ir",
        "core.model, core.diag",
        "core.pass, core.ir core.diag",
        "core.integer, core.ir core.diag",
        "core.text, core.ir core.integer core.diag",
        "core.reference, core.ir core.integer",
        "core.quant, core.diag core.exec core.ir core.integer core.reference",
        "core.equalize, core.ir core.quant",
        "core.kernel, core.ir core.integer",
        "core.schedule, core.ir core.integer core.kernel",
        "core.plan, core.ir core.integer core.schedule",
        "core.pipeline, core.diag core.ir core.integer core.pass core.quant core.equalize core.schedule",
        "core.optimize, core.integer core.kernel core.plan core.schedule core.pipeline"
    })
    void aPackageOfTheCoreKnowsOnlyThoseBeforeIt(String part, String below) {
        check(part, below == null ? "" : below);
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
    void everyPackageOfTheCoreHasItsRule() {
        Set<String> parts = Set.of(
                "diag",
                "equalize",
                "ir",
                "exec",
                "model",
                "pass",
                "integer",
                "text",
                "reference",
                "quant",
                "kernel",
                "schedule",
                "plan",
                "pipeline",
                "optimize");
        classes()
                .that()
                .resideInAPackage(BASE + "core..")
                .should()
                .resideInAnyPackage(
                        parts.stream().map(part -> BASE + "core." + part).toArray(String[]::new))
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
