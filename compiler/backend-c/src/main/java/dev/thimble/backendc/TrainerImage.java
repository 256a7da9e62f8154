package dev.thimble.backendc;

import dev.thimble.backendc.model.CDescriptor;
import dev.thimble.backendc.model.CLoop;
import dev.thimble.backendc.model.CPointer;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.backendc.train.TrainerBuilder;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.target.Section;
import java.util.List;

/** What a trainer finds in the image: the constants of the steps that inference takes, and its own. */
record TrainerImage(Schedule schedule, MemoryPlan plan, ConstantPool pool, List<CLoop> loops)
        implements TrainerBuilder.Image {
    TrainerImage {
        loops = List.copyOf(loops);
    }

    @Override
    public String signed(String name, int value) {
        return pool.signed(name, value);
    }

    @Override
    public String unsigned(String name, long value) {
        return pool.unsigned(name, value);
    }

    @Override
    public String array(String name, IntTensor tensor) {
        return pool.array(name, tensor, Section.TABLES);
    }

    private CDescriptor descriptor(String value) {
        return loops.stream()
                .flatMap(loop -> loop.steps().stream())
                .filter(step -> step.value().equals(value))
                .findFirst()
                .orElseThrow()
                .descriptor();
    }

    @Override
    public CTrainer.Rows rows(String matrix) {
        CDescriptor.Linear linear = (CDescriptor.Linear) descriptor(matrix);
        return new CTrainer.Rows(linear.weight(), linear.bias(), linear.multiplier());
    }

    @Override
    public MatrixLayout layout(String matrix) {
        IntNode node = schedule.graph().node(matrix);
        return schedule.layout(node, (IntOp.Linear) node.op());
    }

    @Override
    public String table(String activation) {
        return ((CDescriptor.Lookup) descriptor(activation)).table();
    }

    @Override
    public String symbol(String value) {
        return CNames.identifier(value);
    }

    @Override
    public CPointer pointer(String value) {
        return new CPointer("features", "int8_t", plan.of(value).offset());
    }
}
