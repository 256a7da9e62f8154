package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.output.OutputKind;
import dev.thimble.backendc.output.OutputKinds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void theCMakeLibraryListsEverySourceButTheVerifiersProgram() {
        CBundle code =
                CBundle.of(TinyModel.compiled("bert-f32-gelu").compilation().code());
        Map<String, byte[]> files = OutputKinds.standard().files(code);
        assertThat(files).containsAllEntriesOf(code.files());
        String project = new String(files.get("CMakeLists.txt"), StandardCharsets.UTF_8);
        assertThat(code.files().keySet())
                .filteredOn(path -> path.endsWith(".c") && !path.endsWith("thimble_app.c"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(project).contains("  " + path + "\n"));
        assertThat(project).doesNotContain("thimble_app.c");
    }
}
