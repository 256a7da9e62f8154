package dev.thimble.cli.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.testing.TinyFolder;
import dev.thimble.testing.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with the head of another is the model that has these tensors, in whatever form both are. */
class OtherHeadTest {
    private static final String HEAD = "classifier";

    @TempDir
    Path temporary;

    private final TinyFolder model = TinyFolder.bert(3);
    private final TinyFolder head = TinyFolder.bert(4);

    private Path folder(String name, TinyFolder folder, boolean isCheckpoint) throws IOException {
        Path written = folder.write(Files.createDirectory(temporary.resolve(name)));
        if (isCheckpoint) {
            Files.delete(written.resolve("model.safetensors"));
            Files.write(
                    written.resolve("pytorch_model.bin"),
                    TorchFile.of(folder.tensors()).archive(2));
        }
        return written;
    }

    @Test
    void theTensorsOfTheHeadAreTheOthers() throws IOException {
        head.tensors().keySet().removeIf(name -> !name.startsWith(HEAD));
        Path plain = new OtherHead(folder("a", model, false), folder("b", head, false)).write(temporary.resolve("ab"));
        Path checkpoints =
                new OtherHead(folder("c", model, true), folder("d", head, true)).write(temporary.resolve("cd"));
        model.tensors().putAll(head.tensors());
        Path expected = folder("e", model, false);
        assertThat(digest(plain)).isEqualTo(digest(expected));
        assertThat(digest(checkpoints)).isEqualTo(digest(expected));
        assertThat(checkpoints.resolve("pytorch_model.bin")).doesNotExist();
    }

    private static String digest(Path folder) {
        return ModelFolder.load(folder).model().sha256();
    }

    @Test
    void whatIsNoTensorOfTheModelIsRefused() throws IOException {
        head.put("other.weight", new float[3], 3);
        OtherHead unknown = new OtherHead(folder("a", model, false), folder("b", head, false));
        assertThatThrownBy(() -> unknown.write(temporary.resolve("ab")))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContainingAll("THM-0131", "other.weight");
        head.tensors().keySet().removeIf(name -> !name.startsWith(HEAD));
        head.put("classifier.bias", new float[4], 4);
        OtherHead longer = new OtherHead(temporary.resolve("a/Tiny-Model"), folder("c", head, true));
        assertThatThrownBy(() -> longer.write(temporary.resolve("ac")))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContainingAll("THM-0132", "classifier.bias", Arrays.toString(new int[] {4}));
        assertThat(temporary.resolve("ac")).doesNotExist();
    }
}
