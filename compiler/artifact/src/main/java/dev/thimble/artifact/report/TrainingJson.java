package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.StepResult;
import dev.thimble.artifact.manifest.TrainerResult;

/** What report.json says of training: what was decided, and what its build and its steps were measured to take. */
final class TrainingJson {
    private TrainingJson() {}

    /**
     * The members of {@code training}.
     *
     * @param results of the one model
     */
    static void put(ObjectNode node, ModelManifest.Training training, Results results) {
        node.put("part", training.part())
                .put("parameters", training.parameters())
                .put("replay", training.replay())
                .put("ram", training.ram());
        results.trainers().forEach(trainer -> built(node, trainer));
        results.steps().forEach(step -> measured(node.putObject("instructions"), step));
    }

    private static void built(ObjectNode node, TrainerResult trainer) {
        node.put("code", trainer.code());
        node.putObject("stack").put("learn", trainer.learnStack()).put("round", trainer.roundStack());
    }

    private static void measured(ObjectNode node, StepResult step) {
        node.put("measured_on", step.board())
                .put("tokens", step.tokens())
                .put("step_besides_inference", step.besidesInference())
                .put("step_and_its_inference", step.step());
        if (step.again() > 0) {
            node.put("example_again", step.again());
        }
    }
}
