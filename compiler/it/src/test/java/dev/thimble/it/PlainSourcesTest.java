package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages as projects take them that know nothing but folders of C files, and the program in their README. */
class PlainSourcesTest {
    private static final Pattern PROGRAM = Pattern.compile("(?s)\n```c\n(.*?)```\n");

    @TempDir
    Path folder;

    /** No flag is needed but the folder of headers. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc", "g++ -x c++ -std=c++11"})
    void allSourcesAndOneFolderOfHeadersAreEnough(String compiler) throws IOException {
        assertThat(DropIn.run(build(compiler, DropIn.OUT, DropIn.program()))).isEqualTo(DropIn.answer());
    }

    /** The names in it are those of the headers, whatever the form. */
    @ParameterizedTest
    @CsvSource({
        "trainable, --name tiny --trainable head",
        "several, MODEL --name first --name second",
    })
    void theProgramInTheReadmeRuns(String form, String options) throws IOException {
        Object[] words = Stream.of(options.split(" ", -1))
                .map(word -> word.equals("MODEL") ? Checkout.fixture("bert-f32-gelu") : word)
                .toArray();
        Path out = DropIn.compiled(folder.resolve(form), words);
        Matcher program = PROGRAM.matcher(Files.readString(out.resolve("README.md")));
        assertThat(program.find()).isTrue();
        String label = DropIn.run(build("gcc -Wall -Wextra -Werror", out, program.group(1)))
                .strip();
        assertThat(Call.succeeding("inspect", Checkout.fixture("bert-f32-gelu")).output())
                .contains(label);
    }

    private Path build(String compiler, Path out, String program) throws IOException {
        Path main = DropIn.write(folder.resolve("main.c"), program);
        Path built = folder.resolve("program");
        List<String> command = new ArrayList<>(List.of(compiler.split(" ", -1)));
        // an updater's flash is the application's: what is not called is left out
        command.addAll(List.of("-ffunction-sections", "-Wl,--gc-sections", "-I" + out.resolve("include")));
        command.add(main.toString());
        Checkout.files(out.resolve("src")).stream()
                .map(Path::toString)
                .filter(file -> file.endsWith(".c"))
                .forEach(command::add);
        command.addAll(List.of("-o", built.toString()));
        ToolRun.output(command);
        return built;
    }
}
