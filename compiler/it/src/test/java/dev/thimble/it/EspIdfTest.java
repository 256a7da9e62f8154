package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package as a component of ESP-IDF. Its build system is in no registry: a few lines stand in for what it calls. */
class EspIdfTest {
    /** What ESP-IDF does for a component, as far as its CMakeLists.txt can tell: it is no project of its own. */
    private static final String PROJECT = """
            cmake_minimum_required(VERSION 3.16)
            project(application C)
            set(ESP_PLATFORM 1)
            function(idf_component_register)
              cmake_parse_arguments(part "" "" "SRCS;INCLUDE_DIRS" ${ARGN})
              if(part_UNPARSED_ARGUMENTS)
                message(FATAL_ERROR "not known: ${part_UNPARSED_ARGUMENTS}")
              endif()
              add_library(__idf_tiny STATIC ${part_SRCS})
              target_include_directories(__idf_tiny PUBLIC ${part_INCLUDE_DIRS})
              target_compile_definitions(__idf_tiny PRIVATE ESP_PLATFORM)
              target_compile_options(__idf_tiny PRIVATE -std=gnu17 -Wall -Wextra -Werror=all)
            endfunction()
            add_subdirectory(OUT components/tiny)
            if(TARGET thimble_tiny)
              message(FATAL_ERROR "a component defines no target of its own")
            endif()
            add_executable(application main.c)
            target_link_libraries(application PRIVATE __idf_tiny)
            """;

    @TempDir
    Path folder;

    @Test
    void aProjectHasItAsAComponent() throws IOException {
        DropIn.write(folder.resolve("CMakeLists.txt"), PROJECT.replace("OUT", DropIn.OUT.toString()));
        DropIn.write(folder.resolve("main.c"), DropIn.program());
        Path build = DropIn.cmake(folder);
        assertThat(DropIn.run(build.resolve("application"))).isEqualTo(DropIn.answer());
        assertNoSectionsOfItsOwn(build.resolve("components/tiny/lib__idf_tiny.a"));
    }

    /** Its linker scripts name no such sections. */
    static void assertNoSectionsOfItsOwn(Path objects) {
        assertThat(ToolRun.output(List.of("objdump", "-h", objects.toString())))
                .contains(".rodata")
                .doesNotContain(".thimble_");
    }
}
