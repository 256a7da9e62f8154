package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.output.OutputKind;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.core.target.KernelSets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of output keeps, and what the standard one adds. */
class OutputKindsTest {
    @Test
    void aKindIsFoundByAWordOfItsOwn() {
        assertThat(OutputKinds.all()).extracting(OutputKind::name).doesNotHaveDuplicates();
        assertThat(OutputKinds.all())
                .allSatisfy(kind -> assertThat(kind.name()).matches("[a-z]+(-[a-z]+)*"))
                .allSatisfy(kind -> assertThat(OutputKinds.named(kind.name())).contains(kind));
        assertThat(OutputKinds.named("punched cards")).isEmpty();
    }

    /** One model or two, in images or linked, in one file or with what takes updates. */
    static Stream<Arguments> kindsOfPackages() {
        return OutputKinds.all().stream().flatMap(kind -> Stream.of(1, 2).map(count -> Arguments.of(kind, count)));
    }

    @ParameterizedTest
    @MethodSource("kindsOfPackages")
    void theLibraryListsEverySourceButTheVerifiersProgram(OutputKind kind, int count) {
        List<CPackage> models = Stream.of("first", "second")
                .limit(count)
                .map(name -> TinyPackage.code(name, KernelSets.DSP, Constants.LOADED))
                .toList();
        Map<String, byte[]> files = kind.files(new CBundle(models, Arenas.SHARED));
        List<String> sources = files.keySet().stream()
                .filter(path -> path.startsWith("src/") && path.endsWith(".c"))
                .toList();
        assertThat(sources).isNotEmpty();
        for (String project : List.of("CMakeLists.txt", "zephyr/CMakeLists.txt")) {
            List<String> listed = new String(files.get(project), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.strip().replace("../", ""))
                    .filter(line -> line.matches("src/\\S+\\.c"))
                    .toList();
            assertThat(listed).as(project).containsExactlyElementsOf(sources);
        }
    }
}
