package dev.thimble.cli.command;

import dev.thimble.backendc.CBundle;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.model.ModelName;
import dev.thimble.frontend.ModelSource;
import dev.thimble.pipeline.CompileSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What a call says of each of its models.
 *
 * @param models their folders
 * @param names of the models, if they are named
 * @param calibrations a file for all of them, or one for each, or none
 */
record ModelSettings(List<Path> models, List<String> names, List<Path> calibrations) {
    private static final String NAME = "--name";

    /** Copies the lists. */
    ModelSettings {
        models = List.copyOf(models);
        names = List.copyOf(names);
        calibrations = List.copyOf(calibrations);
    }

    /** A model and what it is called, if not as its folder. */
    record Named(Path folder, Optional<String> name) {}

    /**
     * The settings of each model.
     *
     * @param written whether C is written; what is only printed may have any name that its folder gives it
     * @param settings of a model with its calibration
     */
    List<CompileSettings> settings(boolean written, BiFunction<Named, Optional<Path>, CompileSettings> settings) {
        checkCount(NAME, names.size(), false);
        checkCount("--calibration", calibrations.size(), true);
        if (written) {
            checkNames();
        }
        List<CompileSettings> all = new ArrayList<>();
        for (int at = 0; at < models.size(); at++) {
            all.add(settings.apply(new Named(models.get(at), name(at)), calibration(at)));
        }
        return all;
    }

    private void checkCount(String option, int count, boolean oneForAll) {
        boolean fits = count == 0 || count == models.size() || (count == 1 && oneForAll);
        if (!fits) {
            throw new ThimbleException(InputProblem.COUNT_UNFIT.at("", option, count, models.size()));
        }
    }

    private Optional<String> name(int at) {
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(at));
    }

    private Optional<Path> calibration(int at) {
        return calibrations.isEmpty()
                ? Optional.empty()
                : Optional.of(calibrations.get(calibrations.size() == 1 ? 0 : at));
    }

    /** Before any work. */
    private void checkNames() {
        Set<String> seen = new HashSet<>();
        List<String> all = new ArrayList<>();
        for (int at = 0; at < models.size(); at++) {
            Path model = models.get(at);
            String name = name(at).orElseGet(() -> ModelSource.at(model).name());
            ModelName.check(name, name(at).isPresent() ? NAME : model.toString());
            if (!seen.add(name)) {
                throw new ThimbleException(InputProblem.NAME_TWICE.at(model.toString(), name));
            }
            all.add(name);
        }
        ModelName.check(CBundle.nameOf(all), NAME);
    }
}
