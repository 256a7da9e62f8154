package dev.thimble.cli.update;

import dev.thimble.core.diag.Shown;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble update keygen}: makes a key that signs packages. */
@Command(name = "keygen", mixinStandardHelpOptions = true, description = "Makes a key that signs packages.")
public final class KeygenCommand implements Callable<Integer> {
    private static final Heights ONE_TREE = new Heights(List.of(10));

    @Parameters(paramLabel = "KEY", description = "the private key's file; KEY.pub and KEY.used come beside it")
    private Path file;

    @Option(names = "--levels", paramLabel = "N", description = "1 tree, or 2 of which the upper one is trusted; 2")
    private Optional<Integer> levels = Optional.empty();

    @Option(
            names = "--heights",
            paramLabel = "H",
            split = ",",
            description = "of the trees, the upper one first; 10,5 for two, 10 for one")
    private List<Integer> heights = List.of();

    @Override
    public Integer call() {
        Heights chosen = chosen();
        print(chosen, SigningKey.generate(file, chosen));
        return 0;
    }

    private Heights chosen() {
        if (heights.isEmpty()) {
            return levels.equals(Optional.of(1)) ? ONE_TREE : ofLevels(Heights.DEFAULT);
        }
        return ofLevels(new Heights(heights));
    }

    private Heights ofLevels(Heights trees) {
        if (levels.orElse(trees.trees().size()) != trees.trees().size()) {
            throw new ThimbleException(UpdateProblem.HEIGHTS_INVALID.at(
                    "--levels " + levels.get(), trees.trees().toString()));
        }
        return trees;
    }

    private void print(Heights trees, PublicKey key) {
        System.out.println(
                "private key  " + Shown.line(file.toString()) + " (keep it secret, and never two copies of it)");
        System.out.println("public key   " + Shown.line(file + ".pub"));
        System.out.println("id           " + key.id());
        System.out.printf(
                Locale.ROOT, "signatures   %,d, of %,d bytes each%n%n", trees.signatures(), trees.signatureBytes());
        System.out.println("What a firmware trusts, by the header thimble/update.h:");
        System.out.println();
        System.out.println("const thimble_update_keys_data keys = {{{");
        System.out.println(key.initializer().indent(4).stripTrailing());
        System.out.println("}}};");
    }
}
