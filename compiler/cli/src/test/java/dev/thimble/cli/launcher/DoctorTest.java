package dev.thimble.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher says of tools, and how it installs them. */
class DoctorTest extends CopiedLauncher {
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
    void anUnknownOptionOfDoctorIsAWrongCall() throws Exception {
        assertThat(run("doctor", "--bogus").status()).isEqualTo(2);
    }
}
