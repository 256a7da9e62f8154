package dev.thimble.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the launcher from a copy of its own, with a search path that has only what a test puts there. */
class LauncherTest {
    private static final List<String> BASICS = List.of(
            "awk",
            "bash",
            "cat",
            "cksum",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "paste",
            "readlink",
            "rm",
            "sed",
            "sort",
            "tail",
            "tee",
            "tr",
            "cp");

    private static final List<String> TOOLS_OF_TESTS = List.of("mosquitto", "cmake", "arduino-builder", "python3");

    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));

    @TempDir
    Path folder;

    private Path programs;
    private Path launcher;

    private record Run(int status, String output, String errors) {}

    @BeforeEach
    void copyLauncher() throws IOException {
        programs = Files.createDirectory(folder.resolve("bin"));
        for (String program : BASICS) {
            program(program, "exec " + found(program) + " \"$@\"");
        }
        launcher = folder.resolve("checkout/thimble");
        Files.createDirectories(launcher.getParent());
        // the system's Python is another one here, too
        String text = Files.readString(ROOT.resolve("thimble"));
        Files.writeString(launcher, text.replace("=/usr/bin/python3\n", "=" + programs.resolve("python3") + "\n"));
        copyOfBoards("mps2-an386/board.yml");
        copyOfBoards("_cortexm/tools.yml");
        copyOfBoards("_qemu_arm/emulator.yml");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    /** Copies a file of a board or a layer, if it has it. */
    private void copyOfBoards(String file) throws IOException {
        Path original = ROOT.resolve("boards").resolve(file);
        Path copy = folder.resolve("checkout/boards").resolve(file);
        if (Files.exists(original)) {
            Files.createDirectories(copy.getParent());
            Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "doctor"})
    void withoutToolsAndWithoutRightsTheOneLineToTypeIsSaid(String command) throws Exception {
        program("apt-get", "exit 1");
        program("id", "echo 1000");
        for (String tool : TOOLS_OF_TESTS) {
            program(tool, "exit 0");
        }
        Run run = run(command);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errors().strip())
                .isEqualTo("error[THM-0602]: tools are missing; to install them: sudo apt-get update && sudo apt-get "
                        + "install -y openjdk-17-jdk-headless maven gcc libc6-dev g++ gcc-arm-none-eabi "
                        + "libnewlib-arm-none-eabi qemu-system-arm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "doctor"})
    void onAnotherSystemTheProgramsAreNamed(String command) throws Exception {
        program("id", "echo 0");
        Run run = run(command);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errors()).contains("javac mvn gcc g++ arm-none-eabi-gcc qemu-system-arm");
    }

    @Test
    void doctorSaysWhatIsMissing() throws Exception {
        program("id", "echo 1000");
        program("apt-get", "exit 1");
        program("qemu-system-arm", "echo QEMU 7");
        Run run = run("doctor");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.output())
                .contains("qemu-system-arm      QEMU 7")
                .contains("mvn                  missing (maven)");
    }

    /** Nothing but the tests of a fleet needs a broker. */
    @Test
    void doctorKnowsTheBrokerOfTheTests() throws Exception {
        everyTool();
        program("mosquitto", "[ \"$1\" != -h ] || echo mosquitto version 2.0.11");
        assertThat(run("doctor").output()).contains("mosquitto            mosquitto version 2.0.11\n");
        Files.delete(programs.resolve("mosquitto"));
        assertThat(run("doctor").status()).isZero();
    }

    /** Modules of Python are packages of Debian's, and none of them is a program. */
    @Test
    void testsNeedTheSystemsPythonWithItsModules() throws Exception {
        everyTool();
        program("python3", "[ \"$*\" != \"-c import pykwalify.core\" ]");
        assertThat(run("doctor").output())
                .contains(
                        "python3-pykwalify    missing (python3-pykwalify python3-dateutil python3-ruamel.yaml), for tests only");
        Run run = run("test");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errors())
                .contains("apt-get install -y python3-pykwalify python3-dateutil python3-ruamel.yaml\n");
    }

    /** The launcher reads the files of layers without a YAML library: it must understand every one there is. */
    @Test
    void doctorNamesWhatTheLayersOfBoardsName() throws Exception {
        Boards boards = Boards.load(new Installation(ROOT));
        for (Board board : boards.boards()) {
            copyBoard(board);
        }
        String output = run("doctor").output();
        for (Board board : boards.upTo(1).boards()) {
            assertMissing(output, board.tools().prefix() + "gcc", board.tools().packages());
            board.emulator().ifPresent(emulator -> assertMissing(output, emulator.program(), emulator.packages()));
        }
    }

    /** With the folders that it is made of. */
    private void copyBoard(Board board) throws IOException {
        copyOfBoards(board.name() + "/board.yml");
        for (Path layer : Stream.concat(board.layers().stream(), Stream.of(board.folder()))
                .toList()) {
            for (String file : List.of("tools.yml", "emulator.yml", "package.json", "package-lock.json")) {
                copyOfBoards(layer.getFileName() + "/" + file);
            }
        }
    }

    /** What a board needs that no test runs on by default is asked for where it is named, and not before. */
    @Test
    void doctorNamesWhatABoardNeeds() throws Exception {
        everyTool();
        for (Board board : Boards.load(new Installation(ROOT)).boards()) {
            copyBoard(board);
        }
        assertThat(run("doctor").status()).isZero();
        for (Board board : Boards.load(new Installation(ROOT)).boards()) {
            Run run = run("doctor", "--board", board.name());
            assertThat(run.output())
                    .as(board.name())
                    .contains("\n" + board.tools().prefix() + "gcc ")
                    .doesNotContain("mosquitto");
            board.emulator().ifPresent(emulator -> assertThat(run.output()).contains("\n" + emulator.program() + " "));
        }
    }

    @Test
    void doctorSaysWhichBoardsThereAre() throws Exception {
        Run run = run("doctor", "--board=nonesuch");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .isEqualTo("error[THM-0608]: there is no board \"nonesuch\"; known boards: mps2-an386\n");
        assertThat(run("doctor", "--board").status()).isEqualTo(2);
    }

    @Test
    void theModulesOfAnEmulatorAreInstalledByNpm() throws Exception {
        everyTool();
        copyBoard(Boards.load(new Installation(ROOT)).named("pico"));
        program("node", "echo v20");
        program("ls", "exec " + found("ls") + " \"$@\"");
        program("npm", "[ \"$1\" = --version ] || { echo \"$PWD $*\"; ls; } >>" + folder + "/calls");
        Run missing = run("doctor", "--board", "pico");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.output()).contains("rp2040js             missing (npm)\n");
        assertThat(missing.errors())
                .isEqualTo("error[THM-0602]: modules are missing; to install them: "
                        + "./thimble doctor --board pico --install\n");
        Run installed = run("doctor", "--board", "pico", "--install", "--json");
        assertThat(installed.status()).as(installed.errors()).isZero();
        assertThat(installed.output()).contains("{\"name\":\"rp2040js\",\"found\":true,\"version\":\"1.4.1\"}");
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .containsExactly(
                        launcher.resolveSibling(".thimble/node/_rp2040js")
                                + " ci --ignore-scripts --no-audit --no-fund",
                        "package-lock.json",
                        "package.json");
        assertThat(run("doctor", "--board", "pico").status()).isZero();
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(3);
    }

    private static void assertMissing(String output, String program, List<String> packages) {
        assertThat(output.lines())
                .anyMatch(line -> line.startsWith(program + " ")
                        && line.endsWith(" missing (" + String.join(" ", packages) + ")"));
    }

    @Test
    void aCompilerWhoseCLibraryLacksCountsAsMissing() throws Exception {
        everyTool();
        program("arm-none-eabi-gcc", "echo \"called with $*\" >>" + folder + "/calls; exit 1");
        Run run = run("doctor");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errors()).contains("install -y gcc-arm-none-eabi libnewlib-arm-none-eabi\n");
        assertThat(folder.resolve("calls")).content().contains("called with -mthumb -E");
    }

    @Test
    void anOldJdkDoesNotCount() throws Exception {
        everyTool();
        program("javac", "echo javac 11.0.2");
        Run run = run("doctor");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errors()).contains("install -y openjdk-17-jdk-headless\n");
    }

    @Test
    void rootInstallsWhatIsMissingAndGoesOn() throws Exception {
        everyTool();
        program("id", "echo 0");
        Files.delete(programs.resolve("qemu-system-arm"));
        program(
                "apt-get",
                "echo \"$@\" >>" + folder + "/apt\n[ \"$1\" = update ] || cp " + programs + "/mvn " + programs
                        + "/qemu-system-arm");
        Run run = run("doctor", "--install");
        assertThat(run.status()).as(run.errors()).isZero();
        assertThat(Files.readAllLines(folder.resolve("apt")))
                .containsExactly("update", "install -y --no-install-recommends qemu-system-arm");
    }

    @Test
    void aFailedInstallationEndsWithStatusThree() throws Exception {
        program("id", "echo 0");
        program("apt-get", "echo no network; exit 100");
        Run run = run("doctor", "--install");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.errors()).contains("no network").contains("could not be installed");
    }

    @Test
    void testCountsTheReportsInItsLastLine() throws Exception {
        everyTool();
        program(
                "mvn",
                report("<testsuite name=\"a\" tests=\"5\" errors=\"0\" skipped=\"1\" failures=\"0\">") + "exit 0");
        Run run = run("test");
        assertThat(run.status()).as(run.errors()).isZero();
        assertThat(run.output()).endsWith("\n4 passed, 0 failed, 1 skipped\n");
    }

    @Test
    void testNamesTheFailures() throws Exception {
        everyTool();
        program(
                "mvn",
                report(
                                "<testsuite tests=\"5\" errors=\"1\" skipped=\"0\" failures=\"1\">",
                                "<testcase name=\"works\" classname=\"A\" time=\"0\"/>",
                                "<testcase name=\"isBad\" classname=\"A\" time=\"0\">",
                                "<failure message=\"x\">")
                        + "exit 1");
        Run run = run("test");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("  failed: A.isBad\n").endsWith("\n3 passed, 2 failed, 0 skipped\n");
        assertThat(run.output()).doesNotContain("A.works");
    }

    @Test
    void aBuildThatBreaksBeforeItsTestsIsAFailure() throws Exception {
        everyTool();
        program("mvn", "echo '[ERROR] no such symbol'; exit 1");
        Run run = run("test");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("[ERROR] no such symbol").endsWith("\n0 passed, 0 failed, 0 skipped\n");
    }

    @Test
    void noTestsAtAllAreAFailure() throws Exception {
        everyTool();
        assertThat(run("test").status()).isEqualTo(1);
    }

    @Test
    void anUnknownOptionOfDoctorIsAWrongCall() throws Exception {
        assertThat(run("doctor", "--bogus").status()).isEqualTo(2);
    }

    /**
     * A Maven that says its process, and then waits for a word. Whoever runs the tests may ignore signals, under nohup for
     * instance, and a shell cannot trap what was ignored before it began: so the launcher begins with none ignored.
     */
    private Process launcherThatBuilds() throws Exception {
        everyTool();
        Files.createDirectories(launcher.resolveSibling("compiler/cli/src/main"));
        Files.writeString(launcher.resolveSibling("pom.xml"), "");
        Files.writeString(launcher.resolveSibling("compiler/cli/pom.xml"), "");
        for (String pipe : List.of("started", "word")) {
            assertThat(new ProcessBuilder("mkfifo", folder.resolve(pipe).toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
        program("mvn", "echo $$ >" + folder + "/started; read -r word <" + folder + "/word; exit 1");
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/env", "--default-signal=HUP,INT,TERM", launcher.toString(), "boards")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", programs.toString());
        return builder.start();
    }

    private ProcessHandle maven() throws IOException {
        String pid = Files.readString(folder.resolve("started")).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private boolean isLocked() throws Exception {
        String lock = launcher.resolveSibling(".thimble/lock").toString();
        return new ProcessBuilder("flock", "-n", lock, "true").start().waitFor() != 0;
    }

    @Test
    void theMavenOfAKilledLauncherKeepsOthersFromBuilding() throws Exception {
        Process launched = launcherThatBuilds();
        ProcessHandle maven = maven();
        launched.destroyForcibly().waitFor();
        assertThat(maven.isAlive()).isTrue();
        assertThat(isLocked()).isTrue();
        Files.writeString(folder.resolve("word"), "go\n");
        maven.onExit().get(1, TimeUnit.MINUTES);
        assertThat(isLocked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "HUP", "INT"})
    void theMavenOfAnEndedLauncherEndsWithIt(String signal) throws Exception {
        Process launched = launcherThatBuilds();
        ProcessHandle maven = maven();
        new ProcessBuilder("kill", "-" + signal, Long.toString(launched.pid()))
                .start()
                .waitFor();
        assertThat(launched.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(launched.exitValue()).isNotZero();
        maven.onExit().get(1, TimeUnit.MINUTES);
        assertThat(isLocked()).isFalse();
    }

    @Test
    void theCompilerReadsItsArgumentsInUtf8WhateverTheLocaleIs() throws Exception {
        Process launched = launcherThatBuilds();
        ProcessHandle maven = maven();
        launched.destroyForcibly().waitFor();
        maven.destroyForcibly();
        maven.onExit().get(1, TimeUnit.MINUTES);
        program("mvn", "mkdir -p compiler/cli/target; echo >compiler/cli/target/classpath.txt");
        program("java", "echo \"$LC_ALL\"; echo \"${@: -2}\"");
        Run run = run("run", "--text", "Tromsø");
        assertThat(run.output()).isEqualTo("C.UTF-8\n--text Tromsø\n");
    }

    /** Picocli opens every jar at each start, and those of the float reference and of what signs are the largest. */
    @ParameterizedTest
    @CsvSource({
        "compile MODEL -o OUT, ''",
        "eval --nothing, ''",
        "run OUT --target host, ''",
        "eval OUT --data some.tsv, float",
        "--debug eval --data some.tsv OUT, float",
        "run OUT --target=FLOAT, float",
        "update inspect PACKAGE, update",
        "--debug update keygen vendor.key, update",
        "update diff --updates, update",
        "compile MODEL --updatable -o OUT, ''",
        "fleet aggregate STATE --updates FOLDER, update fleet",
        "fleet serve STATE --mqtt HOST:1, update fleet mqtt",
        "compile fleet/model -o OUT, ''"
    })
    void onlyWhatUsesThemHasTheJarsOfTheFloatReferenceOfUpdatesOfFleetsAndOfBrokers(String call, String used)
            throws Exception {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Path light = Files.createFile(jars.resolve("light.jar"));
        Path own = Files.createFile(jars.resolve("thimble-update-1.jar"));
        Path shared = Files.createFile(jars.resolve("slf4j.jar"));
        Map<String, String> apart = Map.of(
                "float",
                shared + ":" + Files.createFile(jars.resolve("nd4j.jar")),
                "update",
                Files.createFile(jars.resolve("signing.jar")).toString(),
                "fleet",
                shared + ":" + Files.createFile(jars.resolve("flink.jar")),
                "mqtt",
                Files.createFile(jars.resolve("netty.jar")).toString());
        builtWith(
                String.join(
                        ":",
                        light.toString(),
                        own.toString(),
                        apart.get("float"),
                        apart.get("update"),
                        jars + "/flink.jar",
                        apart.get("mqtt")),
                Map.of(
                        "reference", apart.get("float"),
                        "update", own + ":" + apart.get("update"),
                        "flink", apart.get("fleet"),
                        "transport", apart.get("mqtt")));
        program("java", "echo \"$@\"");
        String path = Stream.of(used.split(" ", -1))
                .filter(apart::containsKey)
                .map(name -> ":" + apart.get(name))
                .collect(Collectors.joining("", light + ":" + own, ""));
        assertThat(run(call.split(" ", -1)).output())
                .contains("float.classpath=:" + apart.get("float") + " ")
                .contains("update.classpath=:" + apart.get("update") + " ")
                .contains("fleet.classpath=:" + apart.get("fleet") + " ")
                .contains("mqtt.classpath=:" + apart.get("mqtt") + " ")
                .contains(path + " dev.thimble.cli.Main " + call);
    }

    /** A checkout whose Maven has nothing to do but to say what the jars are. */
    private void builtWith(String classpath, Map<String, String> classpaths) throws IOException {
        everyTool();
        Files.createDirectories(launcher.resolveSibling("compiler/cli/src/main"));
        Files.writeString(launcher.resolveSibling("pom.xml"), "");
        Files.writeString(launcher.resolveSibling("compiler/cli/pom.xml"), "");
        StringBuilder maven = new StringBuilder(writing("cli", classpath));
        classpaths.forEach((module, path) -> maven.append("; ").append(writing(module, path)));
        program("mvn", maven.toString());
    }

    private static String writing(String module, String classpath) {
        String target = "compiler/" + module + "/target";
        return "mkdir -p " + target + "; echo " + classpath + " >" + target + "/classpath.txt";
    }

    private void everyTool() throws IOException {
        program("id", "echo 1000");
        program("apt-get", "exit 1");
        program("javac", "echo javac 17.0.1");
        List<String> tools = List.of("mvn", "gcc", "g++", "arm-none-eabi-gcc", "qemu-system-arm");
        for (String tool :
                Stream.concat(tools.stream(), TOOLS_OF_TESTS.stream()).toList()) {
            program(tool, "exit 0");
        }
    }

    private static String report(String... lines) {
        String file = "compiler/core/target/surefire-reports";
        return "mkdir -p " + file + "\ncat >" + file + "/TEST-a.xml <<'END'\n" + String.join("\n", lines) + "\nEND\n";
    }

    private void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!" + found("bash") + "\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path found(String program) {
        return List.of("/bin", "/usr/bin").stream()
                .map(at -> Path.of(at, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(program + " is needed for this test"));
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("PATH", programs.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output, Files.readString(errors));
    }
}
