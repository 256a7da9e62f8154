package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A package as a module of Zephyr, which is in no registry: its description is held against the keys that Zephyr documents,
 * its symbols are read by a library that reads Zephyr's, and a few lines stand in for the functions that it calls.
 */
class ZephyrTest {
    /** Debian's own, to which its packages belong. */
    private static final String PYTHON = "/usr/bin/python3";

    /** The keys of module.yml that its manual describes, as far as a module without blobs and boards may have them. */
    private static final String SCHEMA = """
            type: map
            mapping:
              name:
                type: str
                pattern: '[A-Za-z0-9_-]+'
              build:
                type: map
                required: true
                mapping:
                  cmake:
                    type: str
                  kconfig:
                    type: str
                  cmake-ext:
                    type: bool
                  kconfig-ext:
                    type: bool
                  depends:
                    type: seq
                    sequence:
                      - type: str
                  settings:
                    type: map
                    mapping:
                      board_root:
                        type: str
                      dts_root:
                        type: str
                      module_ext_root:
                        type: str
                      snippet_root:
                        type: str
                      soc_root:
                        type: str
              samples:
                type: seq
                sequence:
                  - type: str
              tests:
                type: seq
                sequence:
                  - type: str
            """;

    /** Says what a project's configuration makes of a module's symbols, as CMake reads it. */
    private static final String CONFIGURE = """
            import sys, kconfiglib
            kconfig = kconfiglib.Kconfig(sys.argv[1], warn_to_stderr=False)
            kconfig.warn_assign_undef = True
            kconfig.load_config(sys.argv[2])
            if kconfig.warnings:
                sys.exit("\\n".join(kconfig.warnings))
            for symbol in kconfig.unique_defined_syms:
                if symbol.str_value == "y":
                    print("set(CONFIG_%s y)" % symbol.name)
            """;

    private static final String PROJECT = """
            cmake_minimum_required(VERSION 3.20)
            project(application C)
            include(${CMAKE_CURRENT_SOURCE_DIR}/config.cmake)
            add_library(zephyr_interface INTERFACE)
            target_compile_definitions(zephyr_interface INTERFACE __ZEPHYR__=1)
            macro(zephyr_library_named name)
              set(ZEPHYR_CURRENT_LIBRARY ${name})
              add_library(${name} STATIC)
              target_link_libraries(${name} PUBLIC zephyr_interface)
              set_property(GLOBAL APPEND PROPERTY ZEPHYR_LIBS ${name})
            endmacro()
            function(zephyr_library_sources)
              target_sources(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGV})
            endfunction()
            function(zephyr_include_directories)
              foreach(folder ${ARGV})
                target_include_directories(zephyr_interface INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
              endforeach()
            endfunction()
            add_subdirectory(OUT/zephyr modules/tiny)
            get_property(libraries GLOBAL PROPERTY ZEPHYR_LIBS)
            add_executable(application main.c)
            target_link_libraries(application PRIVATE zephyr_interface ${libraries})
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        DropIn.write(folder.resolve("schema.yml"), SCHEMA);
        DropIn.write(folder.resolve("configure.py"), CONFIGURE);
        DropIn.write(folder.resolve("CMakeLists.txt"), PROJECT.replace("OUT", DropIn.OUT.toString()));
        DropIn.write(folder.resolve("main.c"), DropIn.program());
        DropIn.write(
                folder.resolve("Kconfig"),
                "osource \"" + DropIn.OUT.resolve("zephyr/Kconfig") + "\"\nmainmenu \"app\"\n");
    }

    @Test
    void itsDescriptionHasTheKeysThatAreDocumented() {
        ToolRun run = pykwalify(DropIn.OUT.resolve("zephyr/module.yml"));
        assertThat(run.status()).as(run.output()).isZero();
    }

    /** The check can fail. */
    @Test
    void anotherKeyIsFound() throws IOException {
        Path other = DropIn.write(folder.resolve("module.yml"), "name: tiny\nbuild:\n  makefile: zephyr\n");
        assertThat(pykwalify(other).status()).isPositive();
        assertThat(pykwalify(other).output()).contains("Key 'makefile' was not defined. Path: '/build'");
    }

    private ToolRun pykwalify(Path description) {
        String check = "import sys; from pykwalify.core import Core;"
                + " Core(source_file=sys.argv[1], schema_files=[sys.argv[2]]).validate()";
        return ToolRun.of(List.of(
                PYTHON,
                "-c",
                check,
                description.toString(),
                folder.resolve("schema.yml").toString()));
    }

    @Test
    void anApplicationThatAsksForItHasIt() throws IOException {
        assertThat(configured("CONFIG_THIMBLE_TINY=y\n")).isEqualTo("set(CONFIG_THIMBLE_TINY y)\n");
        Path build = DropIn.cmake(folder);
        assertThat(DropIn.run(build.resolve("application"))).isEqualTo(DropIn.answer());
        EspIdfTest.assertNoSectionsOfItsOwn(build.resolve("modules/tiny/libthimble_tiny.a"));
    }

    @Test
    void anApplicationThatDoesNotAskForItHasNothingOfIt() throws IOException {
        assertThat(configured("")).isEmpty();
        DropIn.write(folder.resolve("main.c"), "int main(void) { return 0; }\n");
        Path build = DropIn.cmake(folder);
        assertThat(build.resolve("modules/tiny/libthimble_tiny.a")).doesNotExist();
    }

    /** A name that is misspelt is no symbol of the package's. */
    @Test
    void anotherSymbolIsNone() throws IOException {
        DropIn.write(folder.resolve("prj.conf"), "CONFIG_THIMBLE_TINNY=y\n");
        ToolRun run = configure();
        assertThat(run.status()).isPositive();
        assertThat(run.output()).contains("undefined symbol THIMBLE_TINNY");
    }

    private String configured(String wishes) throws IOException {
        DropIn.write(folder.resolve("prj.conf"), wishes);
        String configuration = configure().required();
        DropIn.write(folder.resolve("config.cmake"), configuration);
        return configuration;
    }

    private ToolRun configure() {
        return ToolRun.of(List.of(
                PYTHON,
                folder.resolve("configure.py").toString(),
                folder.resolve("Kconfig").toString(),
                folder.resolve("prj.conf").toString()));
    }
}
