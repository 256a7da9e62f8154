package dev.thimble.cli.update;

import dev.thimble.update.image.ModelImage;
import dev.thimble.update.pack.Contents;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble update pack}: signs an image for devices in the field. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Signs an image for devices in the field.")
public final class PackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE", description = "NAME_image.bin, or the compiled package that holds it")
    private Path image;

    @Option(
            names = "--base",
            paramLabel = "OLD_IMAGE",
            description = "the image that devices run: only what differs from it is sent")
    private Optional<Path> base = Optional.empty();

    @Mixin
    private PackageFlags flags;

    @Override
    public Integer call() {
        Contents contents = flags.contents(ModelImage.read(image), base.map(ModelImage::read));
        System.out.println(flags.line(contents, flags.write(contents)));
        return 0;
    }
}
