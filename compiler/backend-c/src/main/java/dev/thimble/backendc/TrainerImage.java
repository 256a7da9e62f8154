package dev.thimble.backendc;

import dev.thimble.backendc.model.CDescriptor;
import dev.thimble.backendc.model.CLoop;
import dev.thimble.backendc.model.COperand;
import dev.thimble.backendc.model.CPointer;
import dev.thimble.backendc.model.CStep;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.backendc.train.TrainerConstants;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.target.Section;
import dev.thimble.core.train.TrainStep;
import java.util.List;

/** What a trainer finds in the image: the constants of the steps that inference takes, and its own. */
record TrainerImage(Schedule schedule, MemoryPlan plan, ConstantPool pool, List<CLoop> loops)
        implements TrainerConstants {
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

    private CStep step(String value) {
        return loops.stream()
                .flatMap(loop -> loop.steps().stream())
                .filter(step -> step.value().equals(value))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public CTrainer.Rows rows(String matrix) {
        CDescriptor.Linear linear = (CDescriptor.Linear) step(matrix).descriptor();
        return new CTrainer.Rows(linear.weight(), linear.bias(), linear.multiplier());
    }

    @Override
    public MatrixLayout layout(String matrix) {
        return schedule.layout((IntOp.Linear) schedule.graph().node(matrix).op());
    }

    @Override
    public CStep inference(TrainStep step) {
        CStep called = step(step.name());
        return new CStep(
                called.value(),
                called.symbol(),
                called.descriptor(),
                step.inputs().stream().map(this::operand).toList(),
                operand(step.name()),
                step.width() + "u",
                scratchBytes(step.name()) > 0 ? "s->kernel" : "NULL");
    }

    private COperand operand(String value) {
        IntNode node = schedule.graph().node(value);
        String pointer = "s->" + row(value);
        return new COperand(pointer, pointer, bits(value), node.shape().width());
    }

    @Override
    public long scratchBytes(String value) {
        return schedule.scratchBytes(schedule.graph().node(value));
    }

    @Override
    public int bits(String value) {
        return schedule.graph().node(value).quantization().precision().bits();
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
