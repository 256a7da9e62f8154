package dev.thimble.backendc;

import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.StaticJavaParser;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Modifier;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.type.PrimitiveType;
import com.github.javaparser.ast.type.Type;
import com.github.javaparser.printer.DefaultPrettyPrinter;
import com.github.javaparser.printer.DefaultPrettyPrinterVisitor;
import com.github.javaparser.printer.configuration.DefaultPrinterConfiguration;
import com.github.javaparser.printer.configuration.PrinterConfiguration;
import java.util.List;
import java.util.Locale;

/**
 * Writes a package's verifier: a Java program, built as a syntax tree, that drives the C through the line protocol and
 * compares it with the integer reference of the jar beside it.
 */
public final class VerifierSource {
    private static final List<String> IMPORTS = List.of(
            "dev.thimble.core.diag.ThimbleException",
            "dev.thimble.core.integer.IntGraph",
            "dev.thimble.core.reference.IntegerExecutor",
            "dev.thimble.verify.compare.Comparison",
            "dev.thimble.verify.compare.LayerComparison",
            "dev.thimble.verify.compare.PackageGraph",
            "dev.thimble.verify.compare.Vectors",
            "dev.thimble.device.drive.Device",
            "dev.thimble.device.drive.ProcessDevice",
            "java.nio.file.Path",
            "java.util.Arrays",
            "java.util.List");

    private final String model;
    private final String program;
    private final String folder;

    private VerifierSource(String model, String program, String folder) {
        this.model = model;
        this.program = program;
        this.folder = folder;
    }

    /** The class's name for a model. */
    public static String className(String model) {
        StringBuilder name = new StringBuilder("Verify");
        for (String word : model.split("_", -1)) {
            if (!word.isEmpty()) {
                name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return name.toString();
    }

    /**
     * The program's text.
     *
     * @param program the name of what is built of the package
     * @param folder where graphs and vectors of the model are, from the folder of the jar; empty where beside it
     */
    public static String of(String model, String program, String folder) {
        ParserConfiguration configuration =
                new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17);
        StaticJavaParser.setConfiguration(configuration);
        return new DefaultPrettyPrinter(Printer::new, new DefaultPrinterConfiguration())
                .print(new VerifierSource(model, program, folder).unit());
    }

    /** The library writes the names of primitive types as the machine's language has lower case: ınt in Turkish. */
    private static final class Printer extends DefaultPrettyPrinterVisitor {
        Printer(PrinterConfiguration configuration) {
            super(configuration);
        }

        @Override
        public void visit(PrimitiveType type, Void nothing) {
            printer.print(type.getType().name().toLowerCase(Locale.ROOT));
        }
    }

    private CompilationUnit unit() {
        CompilationUnit unit = new CompilationUnit();
        IMPORTS.forEach(unit::addImport);
        ClassOrInterfaceDeclaration type =
                unit.addClass(className(model), Modifier.Keyword.PUBLIC, Modifier.Keyword.FINAL);
        type.setJavadocComment("Compares the C of " + model
                + " with the integer reference, bit for bit. Written by thimble"
                + " compile; do not edit.\n\nFrom the package's folder, after thimble build:\n"
                + "java -cp verify/thimble-verify.jar " + place() + className(model) + ".java logits " + place()
                + "vectors.jsonl build/host/" + program);
        addMain(type);
        addRun(type);
        addCompare(type);
        addStep(type);
        return unit;
    }

    private String place() {
        return folder.isEmpty() ? "verify/" : "verify/" + folder + "/";
    }

    private String graphFolder() {
        String ofJar = "PackageGraph.folderOfJar()";
        return folder.isEmpty() ? ofJar : ofJar + ".resolve(" + literal(folder) + ")";
    }

    private void addMain(ClassOrInterfaceDeclaration type) {
        MethodDeclaration main = method(type, Modifier.Keyword.PUBLIC, "main", "void");
        main.addParameter(type("String[]"), "arguments");
        main.setJavadocComment(
                "Arguments: \"logits\" or \"trace\", the file of vectors, and the command that starts the"
                        + " device. Prints one line of JSON; exits 1 when anything differs.");
        body(main)
                .addStatement("if (arguments.length < 3 || !List.of(\"logits\", \"trace\").contains(arguments[0])) {"
                        + " System.err.println("
                        + literal("Usage: java -cp thimble-verify.jar " + className(model)
                                + ".java (logits | trace) VECTORS COMMAND...")
                        + "); System.exit(2); }")
                .addStatement("try { System.exit(run(arguments)); } catch (ThimbleException e) {"
                        + " System.err.println(e.diagnostic().line());"
                        + " System.exit(e.diagnostic().problem().status().code()); }");
    }

    private static void addRun(ClassOrInterfaceDeclaration type) {
        MethodDeclaration run = method(type, Modifier.Keyword.PRIVATE, "run", "int");
        run.addParameter(type("String[]"), "arguments");
        body(run)
                .addStatement("boolean everyLayer = arguments[0].equals(\"trace\");")
                .addStatement("Path vectors = Path.of(arguments[1]);")
                .addStatement("List<String> command = Arrays.asList(arguments).subList(2, arguments.length);")
                .addStatement("Comparison result = compare(everyLayer, vectors, command);")
                .addStatement("System.out.println(result.json());")
                .addStatement("return result.mismatches() == 0 ? 0 : 1;");
    }

    private void addCompare(ClassOrInterfaceDeclaration type) {
        MethodDeclaration compare = method(type, Modifier.Keyword.PRIVATE, "compare", "Comparison");
        compare.addParameter(type("boolean"), "everyLayer");
        compare.addParameter(type("Path"), "vectors");
        compare.addParameter(type("List<String>"), "command");
        body(compare)
                .addStatement("IntGraph graph = PackageGraph.integer(" + graphFolder() + ");")
                .addStatement("IntegerExecutor reference = new IntegerExecutor(graph);")
                .addStatement("Comparison result = Comparison.start();")
                .addStatement("try (Device device = ProcessDevice.start(" + literal(model) + ", "
                        + literal(model) + ", command)) {"
                        + " for (List<Integer> ids : Vectors.read(vectors)) {"
                        + " result = step(result, everyLayer, reference, device, ids); } }")
                .addStatement("return result;");
    }

    private static void addStep(ClassOrInterfaceDeclaration type) {
        MethodDeclaration step = method(type, Modifier.Keyword.PRIVATE, "step", "Comparison");
        step.addParameter(type("Comparison"), "before");
        step.addParameter(type("boolean"), "everyLayer");
        step.addParameter(type("IntegerExecutor"), "reference");
        step.addParameter(type("Device"), "device");
        step.addParameter(type("List<Integer>"), "ids");
        body(step)
                .addStatement("if (everyLayer) { return LayerComparison.add(before, reference, device, ids); }")
                .addStatement("int[] expected = reference.logits(ids.stream().mapToInt(Integer::intValue).toArray());")
                .addStatement("return before.with(expected, device.ids(ids).logits());");
    }

    private static MethodDeclaration method(
            ClassOrInterfaceDeclaration type, Modifier.Keyword access, String name, String result) {
        return type.addMethod(name, access, Modifier.Keyword.STATIC).setType(type(result));
    }

    private static BlockStmt body(MethodDeclaration method) {
        BlockStmt body = new BlockStmt();
        method.setBody(body);
        return body;
    }

    private static Type type(String name) {
        return StaticJavaParser.parseType(name);
    }

    private static Expression literal(String text) {
        return new StringLiteralExpr(text);
    }
}
