package dev.thimble.artifact.build;

import dev.thimble.artifact.manifest.TrainerResult;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.analysis.MapFile;
import dev.thimble.device.analysis.code.StackAnalysis;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The trainers of a firmware.
 *
 * @param shared the objects that any trainer is made of
 * @param bytes of code by object
 * @param stack of the firmware
 */
record LinkedTrainers(Set<String> shared, Map<String, Long> bytes, StackAnalysis stack) {

    static LinkedTrainers of(Installation installation, FirmwareArtifacts firmware, StackAnalysis stack) {
        return new LinkedTrainers(
                objects(installation.runtime().resolve("src/train")),
                MapFile.read(firmware.map()).byObject(PackageBuild.CODE_SECTIONS::contains),
                stack);
    }

    private static Set<String> objects(Path sources) {
        try (Stream<Path> files = Files.list(sources)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".c"))
                    .map(name -> name.replaceAll("c$", "o"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", sources, e.toString()), e);
        }
    }

    /** That of one model. */
    TrainerResult trainer(String model) {
        return new TrainerResult(model, code(model), worstCase(model, "learn"), worstCase(model, "round"));
    }

    private long code(String model) {
        return Stream.concat(shared.stream(), Stream.of(model + "_trainer.o"))
                .mapToLong(object -> bytes.getOrDefault(object, 0L))
                .sum();
    }

    private int worstCase(String model, String call) {
        return stack.worstCase("thimble_" + model + "_" + call).bytes();
    }
}
