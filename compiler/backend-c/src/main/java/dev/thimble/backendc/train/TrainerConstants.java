package dev.thimble.backendc.train;

import dev.thimble.backendc.model.CPointer;
import dev.thimble.backendc.model.CStep;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.train.Scaling;
import dev.thimble.core.train.TrainStep;

/** Where constants of the image come from and go to. */
public interface TrainerConstants {
    /** The C expression of a number, which the image has from now on. */
    String signed(String name, int value);

    /** The C expression of a number that is 0 or more. */
    String unsigned(String name, long value);

    /** The C expression of an array of the image. */
    String array(String name, IntTensor tensor);

    /** The C expressions of a factor. */
    default CTrainer.Scaling scaling(String name, Scaling scaling) {
        return new CTrainer.Scaling(
                signed(name + ".multiplier", scaling.multiplier()), unsigned(name + ".shift", scaling.shift()));
    }

    /** Where the rows of a matrix of inference lie. */
    CTrainer.Rows rows(String matrix);

    /** How its weights lie. */
    MatrixLayout layout(String matrix);

    /** The call with which inference computes what a step does, for values of the trainer's. */
    CStep inference(TrainStep step);

    /** Bytes that this call needs. */
    long scratchBytes(String value);

    /** The C identifier of a value. */
    String symbol(String value);

    /** That of its row while an example is learned. */
    default String row(String value) {
        return "row_" + symbol(value);
    }

    /** Bits of its integers. */
    int bits(String value);

    /** Where a value lies in the arena. */
    CPointer pointer(String value);
}
