package dev.thimble.pipeline.trained;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.image.ImageParts;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.train.TrainedImage;
import dev.thimble.backendc.train.TrainedPlaces;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.SharedPart;
import dev.thimble.core.train.Trainer;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Update;
import dev.thimble.pipeline.Compilation;
import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A model that devices train: what it computes, its parameters, and the images that follow from other ones. */
public final class TrainedModel {
    private final TrainedPlaces places;
    private final TrainerForm form;
    private final IntGraph graph;
    private final int labels;
    private final byte[] factory;
    private Optional<byte[]> image = Optional.empty();

    /** The graph has the weights of this model; the image, for all that no training changes, those of the factory. */
    private TrainedModel(TrainedPlaces places, TrainerForm form, IntGraph graph, int labels, byte[] factory) {
        this.places = places;
        this.form = form;
        this.graph = graph;
        this.labels = labels;
        this.factory = factory;
    }

    /**
     * The model that devices are made with.
     *
     * @param places of the image that training changes
     * @param form of the training, with room for all labels
     * @param graph that the code computes, with the same room
     * @param labels that there are
     * @param image of the model
     */
    public static TrainedModel of(TrainedPlaces places, TrainerForm form, IntGraph graph, int labels, byte[] image) {
        return new TrainedModel(places, form, graph, labels, image.clone());
    }

    /**
     * The same, as it was compiled.
     *
     * @param compilation for devices that train, without room for later labels
     */
    public static TrainedModel of(Compilation compilation, TrainerForm form) {
        CPackage code = compilation.code();
        return of(
                code.trainedPlaces().orElseThrow(),
                form,
                compilation.computed(),
                form.head().rows(),
                code.files().get(code.name() + "_image.bin"));
    }

    /** How it is trained. */
    public TrainerForm form() {
        return form;
    }

    /** What a device computes with its image: a logit for each label. */
    public IntGraph computed() {
        return LabelRows.resized(graph, labels);
    }

    /** A trainer that goes on from the image. */
    public Trainer trainer() {
        return Trainer.of(form, graph, labels);
    }

    /** The parameters that devices begin with: those of the image; adapters do nothing yet beside what it has merged. */
    public Parameters parameters() {
        return Parameters.of(trainer().parameters());
    }

    /**
     * The model whose image is rounded from other parameters; adapters are merged with what they stand beside in this one.
     *
     * @param parameters as many as this one has
     */
    public TrainedModel with(Parameters parameters) {
        Trainer trainer = trainer();
        trainer.set(parameters.values());
        return new TrainedModel(places, form, trainer.trained(graph), labels, factory);
    }

    /** Its image, which tests itself with the sequences of the factory's and what the reference makes of them now. */
    public byte[] image() {
        return made().clone();
    }

    /** Made once: its vectors take inferences. */
    private synchronized byte[] made() {
        if (image.isEmpty()) {
            SelfTest test = SelfTest.of(computed(), ImageParts.of(factory).tested());
            image = Optional.of(TrainedImage.of(factory, places, graph, List.of(), test));
        }
        return image.orElseThrow();
    }

    /** What a task names the image by. */
    public Octets base() {
        return Octets.of(ImageParts.of(made()).content());
    }

    /** What a task names the layout of its parameters by. */
    public Octets part() {
        return part(PersonalPart.NOTHING.leaves(form));
    }

    /** The same where only some of them are exchanged. */
    public Octets part(SharedPart shared) {
        return Octets.sha256(shared.layout().getBytes(StandardCharsets.UTF_8)).first(Update.PART_BYTES);
    }
}
