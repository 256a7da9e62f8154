package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package as a library of Arduino, built by Arduino's own builder for a board that is this machine. */
class ArduinoTest {
    private static final String BOARDS = """
            host.name=Host
            host.build.core=host
            host.build.board=HOST
            """;

    private static final String PLATFORM = """
            name=Native
            version=1.0.0
            flags=-Os -ffunction-sections -Wall -Wextra -Werror -DARDUINO={runtime.ide.version}
            recipe.c.o.pattern=gcc -c -std=gnu11 {flags} {includes} "{source_file}" -o "{object_file}"
            recipe.cpp.o.pattern=g++ -c -std=gnu++11 {flags} {includes} "{source_file}" -o "{object_file}"
            recipe.ar.pattern=ar rcs "{archive_file_path}" "{object_file}"
            recipe.c.combine.pattern=g++ -Wl,--gc-sections -o "{build.path}/program" {object_files} "{archive_file_path}"
            recipe.preproc.macros=g++ -w -x c++ -E -CC {flags} {includes} "{source_file}" -o "{preprocessed_file_path}"
            """;

    private static final String HEADER = """
            #include <cstddef>
            #include <cstdint>
            struct SerialPort {
                void begin(long) {}
                int available();
                int read();
                void print(const char *text);
                void println(const char *text);
                void println(int number);
            };
            extern SerialPort Serial;
            void setup();
            void loop();
            """;

    private static final String CORE = """
            #include <cstdio>
            #include "Arduino.h"
            SerialPort Serial;
            static const int NONE = -2;
            static int next = NONE;
            int SerialPort::available()
            {
                next = next == NONE ? getchar() : next;
                return next != EOF;
            }
            int SerialPort::read()
            {
                int c = next;
                next = NONE;
                return c;
            }
            void SerialPort::print(const char *text) { fputs(text, stdout); }
            void SerialPort::println(const char *text) { puts(text); }
            void SerialPort::println(int number) { printf("%d\\n", number); }
            int main()
            {
                setup();
                while (Serial.available()) {
                    loop();
                }
                return 0;
            }
            """;

    @TempDir
    Path folder;

    @Test
    void theSketchOfTheLibraryClassifies() throws IOException {
        Path sketch = built(DropIn.OUT, "tiny");
        String label = DropIn.answer().replaceFirst(" .*", "");
        assertThat(DropIn.run(sketch)).isEqualTo(label);
        Path line = DropIn.write(folder.resolve("line"), "Play some jazz, please!\r\n");
        assertThat(ToolRun.output(List.of("sh", "-c", "'" + sketch + "' <'" + line + "'")))
                .isEqualTo(label + label);
        EspIdfTest.assertNoSectionsOfItsOwn(folder.resolve("build/libraries/thimble_tiny/tiny_constants.c.o"));
    }

    /**
     * A Teensy 4 copies constants to RAM but for those that are marked. The script has the lines of its core's that matter:
     * what is marked is in flash, and nothing is left to the linker's guess.
     */
    @Test
    void onATeensyConstantsStayInFlash() throws IOException {
        Path library = folder.resolve("library");
        Call.succeeding("export", DropIn.OUT, "--as", "arduino", "-o", library);
        Path script = DropIn.write(folder.resolve("teensy.ld"), """
                MEMORY { ITCM : ORIGIN = 0, LENGTH = 512K DTCM : ORIGIN = 0x20000000, LENGTH = 512K FLASH : ORIGIN = 0x60000000, LENGTH = 7936K }
                SECTIONS {
                    .text.progmem : { *(.progmem*) } > FLASH
                    .text.itcm : { *(.text*) } > ITCM AT> FLASH
                    .data : { *(.rodata*) *(.data*) } > DTCM AT> FLASH
                    .bss : { *(.bss*) *(COMMON) } > DTCM
                    /DISCARD/ : { *(.ARM.*) *(.comment) }
                }
                """);
        Path program = folder.resolve("teensy.elf");
        List<String> command = new ArrayList<>(List.of("arm-none-eabi-gcc", "-mcpu=cortex-m7", "-mthumb", "-Os"));
        command.addAll(List.of("-DARDUINO=10607", "-D__IMXRT1062__", "-nostartfiles", "-Wl,-e,thimble_tiny_classify"));
        command.addAll(List.of("-T", script.toString(), "-Wl,--orphan-handling=warn", "-o", program.toString()));
        Checkout.files(library.resolve("src")).stream()
                .map(Path::toString)
                .filter(file -> file.endsWith(".c"))
                .forEach(command::add);
        assertThat(ToolRun.output(command)).doesNotContain("thimble", ".rodata");
        assertThat(ToolRun.output(List.of("arm-none-eabi-nm", program.toString()))
                        .lines())
                .anyMatch(line -> line.matches("6000[0-9a-f]{4} R thimble_tiny_weights"))
                .anyMatch(line -> line.matches("6000[0-9a-f]{4} R thimble_tiny_tables"))
                .noneMatch(line -> line.matches("2000[0-9a-f]{4} [RD] thimble_tiny_(weights|tables)"));
    }

    /** Labels are the image's there. */
    @Test
    void severalModelsInImagesAreOneLibrary() throws IOException {
        Path model = Checkout.fixture("bert-f32-gelu");
        Path out = DropIn.compiled(
                folder.resolve("out"), model, "--name", "first", "--name", "second", "--weights", "blob");
        assertThat(DropIn.run(built(out, "first_second")))
                .isEqualTo(DropIn.answer().replaceFirst(" .*", ""));
    }

    private Path built(Path out, String name) throws IOException {
        Path library = folder.resolve("libraries/thimble_" + name);
        Call.succeeding("export", out, "--as", "arduino", "-o", library);
        Path platform = folder.resolve("hardware/thimble/native");
        DropIn.write(platform.resolve("boards.txt"), BOARDS);
        DropIn.write(platform.resolve("platform.txt"), PLATFORM);
        DropIn.write(platform.resolve("cores/host/Arduino.h"), HEADER);
        DropIn.write(platform.resolve("cores/host/main.cpp"), CORE);
        Path build = DropIn.write(folder.resolve("build/placeholder"), "").getParent();
        List<String> command = new ArrayList<>(List.of("arduino-builder", "-compile", "-warnings", "all"));
        // Debian's has its own tools there
        Stream.of(folder.resolve("hardware").toString(), "/usr/share/arduino-builder")
                .forEach(hardware -> command.addAll(List.of("-hardware", hardware)));
        command.addAll(List.of("-tools", "/usr/bin", "-fqbn", "thimble:native:host"));
        command.addAll(List.of("-libraries", library.getParent().toString(), "-build-path", build.toString()));
        command.add(library.resolve("examples/Classify/Classify.ino").toString());
        ToolRun.output(command);
        return build.resolve("program");
    }
}
