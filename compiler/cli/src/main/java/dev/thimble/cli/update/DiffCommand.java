package dev.thimble.cli.update;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.image.Part;
import dev.thimble.update.image.Parts;
import dev.thimble.update.key.Heights;
import dev.thimble.update.pack.Audience;
import dev.thimble.update.pack.Contents;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble update diff}: which parts of an image a package would bring, and how long it would be. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows in which parts two images differ, and how long a package would be.")
public final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD_IMAGE", description = "the image that devices run")
    private Path before;

    @Parameters(index = "1", paramLabel = "NEW_IMAGE", description = "the image that they are to run")
    private Path after;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        ModelImage old = ModelImage.read(before);
        ModelImage next = ModelImage.read(after);
        Sizes sizes = new Sizes(packageBytes(next, Optional.of(old)), packageBytes(next, Optional.empty()));
        List<Part> parts = Parts.between(old.bytes(), next.bytes());
        if (json) {
            System.out.println(document(next, parts, sizes));
        } else {
            print(next, parts, sizes);
        }
        return 0;
    }

    /**
     * Bytes of packages.
     *
     * @param byParts of one that brings parts
     * @param whole of one that brings the image
     */
    private record Sizes(int byParts, int whole) {}

    private static int packageBytes(ModelImage image, Optional<ModelImage> base) {
        UUID any = new UUID(0, 0);
        return new Contents(image, base, new Audience(any, any, Optional.empty()), 1, Optional.empty())
                .packageBytes(Heights.DEFAULT);
    }

    private static ObjectNode document(ModelImage next, List<Part> parts, Sizes sizes) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("image_bytes", next.size())
                .put("package_bytes_parts", sizes.byParts())
                .put("package_bytes_whole", sizes.whole());
        var list = node.putArray("parts");
        for (Part part : parts) {
            ObjectNode item = list.addObject().put("offset", part.offset()).put("bytes", part.bytes());
            next.sectionsOf(part).forEach(item.putArray("sections")::add);
        }
        return node;
    }

    private static void print(ModelImage next, List<Part> parts, Sizes sizes) {
        for (Part part : parts) {
            System.out.printf(
                    Locale.ROOT,
                    "at %,11d: %,11d bytes  %s%n",
                    part.offset(),
                    part.bytes(),
                    String.join(", ", next.sectionsOf(part)));
        }
        int bytes = parts.stream().mapToInt(Part::bytes).sum();
        System.out.printf(Locale.ROOT, "%,d of %,d bytes differ, in %d parts%n", bytes, next.size(), parts.size());
        System.out.printf(
                Locale.ROOT,
                "a package has %,d bytes by parts and %,d whole, signed by trees of heights %s%n",
                sizes.byParts(),
                sizes.whole(),
                Heights.DEFAULT.trees().stream().map(String::valueOf).collect(Collectors.joining(" and ")));
    }
}
