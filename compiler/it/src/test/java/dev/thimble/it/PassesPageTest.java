package dev.thimble.it;

import dev.thimble.core.pipeline.NamedPass;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.testing.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page in docs that says which passes there are. */
class PassesPageTest {
    private static final String HEAD = """
            # Passes

            A pass rewrites a model and keeps what it computes. They run in this order, some only where a goal asks for
            them; `thimble compile MODEL --stop-after PASS` prints what there is after one. Written from `Pipeline` in
            `compiler/core`; to write it anew: `./thimble test -Dthimble.goldens=rewrite`.

            | pass | needs | what for |
            |---|---|---|
            """;

    /** What each kind of pass works on. */
    private static final class Needs implements NamedPass.Cases<String> {
        @Override
        public String floats(NamedPass.OfFloats pass) {
            return "float graph";
        }

        @Override
        public String calibrated(NamedPass.OfCalibrated pass) {
            return "float graph, calibration";
        }

        @Override
        public String integers(NamedPass.OfIntegers pass) {
            return "integer graph";
        }
    }

    @Test
    void thePageInDocsIsCurrent() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (NamedPass pass : Pipeline.standard().passes()) {
            page.append("| `").append(pass.name()).append("` | ");
            page.append(pass.accept(new Needs())).append(" | ");
            page.append(pass.purpose()).append(" |\n");
        }
        Golden.compare(Checkout.ROOT.resolve("docs/passes.md"), page.toString());
    }
}
