package dev.thimble.artifact.manifest;

/**
 * What only the linker knows.
 *
 * @param board it was built for
 * @param cpu of that board
 * @param weights bytes of the section, what lies between constants among them
 * @param tables likewise
 * @param tokenizer likewise
 * @param code of the models, their kernels and tokenizer, with the constants of that code
 * @param stack bytes that a model's call takes at most
 * @param flash of the whole firmware
 * @param ram of the whole firmware
 * @param stackReserved for the whole firmware
 * @param stackBound proved for the whole firmware
 */
public record BuildResult(
        String board,
        String cpu,
        long weights,
        long tables,
        long tokenizer,
        long code,
        long stack,
        long flash,
        long ram,
        long stackReserved,
        long stackBound) {}
