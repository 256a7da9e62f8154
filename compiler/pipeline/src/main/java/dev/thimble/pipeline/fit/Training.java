package dev.thimble.pipeline.fit;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.train.FreshHead;
import dev.thimble.core.train.PartGraph;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.core.train.TrainerForms;
import dev.thimble.frontend.Model;
import java.util.List;
import java.util.Optional;

/**
 * That devices are to train a part of a model.
 *
 * @param part what they train
 * @param replay examples that they keep to learn from again; 0 or more
 * @param labels of a fresh head in the model's own one's place, where there is to be one
 */
public record Training(TrainablePart part, int replay, Optional<List<String>> labels) {
    /** Examples that are kept unless another number is asked for. */
    public static final int REPLAY = 32;

    /** The most examples that may be kept. */
    public static final int MOST_REPLAY = 4096;

    /** Copies the list. */
    public Training {
        labels = labels.map(List::copyOf);
    }

    /** The model with the graph in which the part can be trained, and with the labels that it is trained for. */
    public Model of(Model model) {
        Graph graph = PartGraph.of(part, model.graph());
        return labels.map(fresh -> model.with(FreshHead.projecting(graph, fresh.size()), fresh))
                .orElseGet(() -> model.with(graph, model.labels()));
    }

    /** The float model that devices begin with. */
    public Model begun(Model model) {
        Model trained = of(model);
        return trained.with(begun(trained.graph()), trained.labels());
    }

    /** The float graph that devices begin with, once it was quantised. */
    public Graph begun(Graph graph) {
        return labels.isPresent() ? FreshHead.empty(graph) : graph;
    }

    /** The integer graph that devices begin with. */
    public IntGraph begun(Graph graph, IntGraph integers) {
        IntGraph prepared = TrainerForms.prepared(form(graph, integers), integers);
        return labels.isPresent() ? FreshHead.empty(prepared) : prepared;
    }

    /** How devices train. */
    public TrainerForm form(Graph graph, IntGraph integers) {
        return TrainerForms.of(part, graph, integers);
    }
}
