package dev.thimble.artifact;

import dev.thimble.artifact.manifest.BuildResult;
import dev.thimble.artifact.manifest.ManifestJson;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.artifact.manifest.VerifyResult;
import dev.thimble.folder.PackageFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a package's results: a file for each thing that was measured. */
final class ResultFiles {
    private static final String FOLDER = "results";
    private static final String BUILD = "build.json";
    private static final String RUN = "run.json";
    private static final List<String> TARGETS = List.of("host", "qemu");

    private ResultFiles() {}

    static Results read(Path folder) {
        return new Results(
                one(folder, BUILD, BuildResult.class),
                TARGETS.stream()
                        .flatMap(target -> one(folder, verification(target), VerifyResult.class).stream())
                        .toList(),
                one(folder, RUN, RunResult.class));
    }

    private static String verification(String target) {
        return "verify-" + target + ".json";
    }

    private static <T extends Record> Optional<T> one(Path folder, String name, Class<T> type) {
        RecordFile file = new RecordFile(folder, FOLDER + "/" + name);
        return file.exists() ? Optional.of(file.read(type)) : Optional.empty();
    }

    /** A build makes what was measured of an earlier one untrue. */
    static void write(PackageFolder files, BuildResult build) {
        files.fresh(FOLDER, everyName());
        files.rewrite(FOLDER + "/" + BUILD, ManifestJson.write(build));
    }

    private static List<String> everyName() {
        return Stream.concat(Stream.of(BUILD, RUN), TARGETS.stream().map(ResultFiles::verification))
                .toList();
    }

    static void write(PackageFolder files, VerifyResult result) {
        files.rewrite(FOLDER + "/" + verification(result.target()), ManifestJson.write(result));
    }

    static void write(PackageFolder files, RunResult run) {
        files.rewrite(FOLDER + "/" + RUN, ManifestJson.write(run));
    }
}
