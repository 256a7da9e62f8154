package dev.thimble.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launcher builds, tests and starts the compiler. */
class LauncherTest extends CopiedLauncher {
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

    private static String report(String... lines) {
        String file = "compiler/core/target/surefire-reports";
        return "mkdir -p " + file + "\ncat >" + file + "/TEST-a.xml <<'END'\n" + String.join("\n", lines) + "\nEND\n";
    }
}
