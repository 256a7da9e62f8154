package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.pipeline.vocabulary.VocabularyCut;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import dev.thimble.testing.TinyFolder;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.data.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model without some of its rows computes what it computed of those that stay. */
class SmallerModelTest {
    private static final int SEEDS = 12;

    @TempDir
    Path folder;

    @Test
    void idsThatStayGiveTheSameLogits() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path parent = Files.createDirectory(folder.resolve("seed" + seed));
            TinyFolder tiny = seed % 2 == 0 ? TinyFolder.bert(seed) : TinyFolder.embBert(seed);
            Model whole = ModelFolder.load(vocabulary(tiny).write(parent)).model();
            Random random = new Random(seed);
            SmallerVocabulary smaller = VocabularyCut.of(
                            whole,
                            VocabularyWish.seen(),
                            Examples.of(List.of(Example.ofText("a cb"), Example.ofIds(List.of(11)))))
                    .orElseThrow();
            Graph graph = smaller.model().graph();
            assertThat(graph.vocabulary())
                    .isEqualTo(smaller.kept().size())
                    .isLessThan(whole.graph().vocabulary());
            assertThat(smaller.kept().ids()).contains(11);
            for (int i = 0; i < 20; i++) {
                int[] now = random.ints(1 + random.nextInt(graph.maxTokens()), 0, graph.vocabulary())
                        .toArray();
                int[] before = IntStream.of(now).map(smaller.kept()::before).toArray();
                assertThat(new OrderedExecutor(graph).logits(now))
                        .isEqualTo(new OrderedExecutor(whole.graph()).logits(before));
            }
        }
    }

    /** Entries that can go, in the place of some that cannot. */
    private static TinyFolder vocabulary(TinyFolder folder) {
        String vocabulary = folder.otherFiles().get("vocab.txt");
        folder.otherFiles().put("vocab.txt", vocabulary.replace("\nd\ne\nf\ng\n", "\nab\nabc\n##b\ncb\n"));
        return folder;
    }
}
