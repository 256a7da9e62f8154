package dev.thimble.device.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No device outlives the process that started it, however that ends. */
class OrphanTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    Path folder;

    /** Starts a device, says which process it is, and waits to be ended. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] command) throws InterruptedException {
            Device device = ProcessDevice.start("the device", "fake", List.of(command));
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            System.out.println(device.modelName());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static void endsWith(List<String> device, boolean killed) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName()));
        command.addAll(device);
        Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<ProcessHandle> children = new ArrayList<>();
        String line = parent.inputReader().readLine();
        while (line.matches("\\d+")) {
            ProcessHandle.of(Long.parseLong(line)).ifPresent(children::add);
            line = parent.inputReader().readLine();
        }
        assertThat(line).isEqualTo("fake");
        assertThat(children).isNotEmpty();
        if (killed) {
            parent.destroyForcibly();
        } else {
            parent.destroy();
        }
        for (ProcessHandle child : children) {
            child.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void qemuEndsWithACompilerThatIsKilledOrEnded() throws Exception {
        Board board = Boards.load(FakePackage.installation()).named("mps2-an386");
        Path elf = new FirmwareBuild(TOOLS, board)
                .build(FakePackage.copyTo(folder.resolve("p")), FirmwareOptions.plain())
                .elf();
        endsWith(EmulatedDevice.command(TOOLS, board, elf), true);
        endsWith(EmulatedDevice.command(TOOLS, board, elf), false);
    }

    @Test
    void theHostProgramEndsWithACompilerThatIsKilledOrEnded() throws Exception {
        Path program = new HostBuild(TOOLS, FakePackage.installation())
                .build(FakePackage.copyTo(folder.resolve("p")), HostOptions.plain())
                .executable();
        endsWith(List.of(program.toString()), true);
        endsWith(List.of(program.toString()), false);
    }
}
