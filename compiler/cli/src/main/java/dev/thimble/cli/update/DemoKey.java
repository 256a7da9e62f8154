package dev.thimble.cli.update;

import dev.thimble.pipeline.Progress;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key of a demonstration. */
public final class DemoKey {
    private DemoKey() {}

    /** That of an earlier demonstration goes on: no key is written over. */
    public static SigningKey at(Path file, Heights heights, Progress progress) {
        if (Files.notExists(file)) {
            progress.stage("making a key");
            SigningKey.generate(file, heights);
        }
        return SigningKey.at(file, () -> progress.stage("waiting for another thimble that signs with " + file));
    }
}
