package dev.thimble.flink.cluster;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Gate;
import dev.thimble.flink.job.RoundJob;
import dev.thimble.folder.Installation;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jars that the job needs where there is Flink and nothing else. */
final class ShippedJars {
    /** One class of each module and library that the job uses. */
    private static final List<Class<?>> MODULES = List.of(
            RoundJob.class,
            Gate.class,
            Octets.class,
            Installation.class,
            ThimbleException.class,
            ObjectMapper.class,
            JsonParser.class,
            JsonValue.class);

    private ShippedJars() {}

    /** The jars; folders of classes, of which a build that was not packed consists, are packed into the scratch folder. */
    static List<Path> in(Path scratch) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Class<?> module : MODULES) {
            Path source = source(module);
            jars.add(
                    Files.isDirectory(source)
                            ? packed(source, scratch.resolve(module.getSimpleName() + ".jar"))
                            : source);
        }
        return jars;
    }

    private static Path source(Class<?> module) {
        try {
            return Path.of(
                    module.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path packed(Path classes, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(classes);
                OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
            }
        }
        return jar;
    }
}
