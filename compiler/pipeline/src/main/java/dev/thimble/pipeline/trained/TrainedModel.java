package dev.thimble.pipeline.trained;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.image.ImageParts;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.train.TrainedImage;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.train.Trainer;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Update;
import dev.thimble.pipeline.Compilation;
import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A model that devices train: what it computes, and its image.
 *
 * @param code that all images are of
 * @param form of the training
 * @param graph with the weights of the image
 * @param image its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes it
public record TrainedModel(CPackage code, TrainerForm form, IntGraph graph, byte[] image) {
    /** The model that devices are flashed with. */
    public static TrainedModel of(Compilation compilation, TrainerForm form) {
        CPackage code = compilation.code();
        byte[] image = code.files().get(code.name() + "_image.bin");
        return new TrainedModel(code, form, compilation.computed(), image);
    }

    /** A trainer that goes on from the image. */
    public Trainer trainer() {
        return Trainer.of(form, graph, form.head().rows());
    }

    /** The parameters that the image has. */
    public Parameters parameters() {
        return Parameters.of(trainer().parameters());
    }

    /** The model with other parameters, rounded to an image. */
    public TrainedModel with(Parameters parameters) {
        Trainer trainer = trainer();
        int[] values = new int[parameters.size()];
        Arrays.setAll(values, parameters::value);
        trainer.set(values);
        IntGraph trained = trainer.trained(graph);
        byte[] bytes =
                TrainedImage.of(image, code.trainedPlaces().orElseThrow(), trained, List.of(), new SelfTest(List.of()));
        return new TrainedModel(code, form, trained, bytes);
    }

    /** What a task names it by. */
    public Octets base() {
        return Octets.of(ImageParts.of(image).content());
    }

    /** What a task names the layout of its parameters by. */
    public Octets part() {
        return Octets.sha256(form.layout().getBytes(StandardCharsets.UTF_8)).first(Update.PART_BYTES);
    }
}
