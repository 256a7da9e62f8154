package dev.thimble.device.cycles;

/**
 * What an instruction did in a stretch of execution ({@code boards/_counting/executions.c}).
 *
 * @param address where it is
 * @param executed how often it ran
 * @param entered how often of these a branch led to it
 * @param left how often the one behind it did not run next
 * @param unaligned loads and stores at addresses that are no multiple of their size
 * @param constants loads from the memory of the code
 * @param lines of these, how many were from another line than the load before
 */
public record Execution(
        long address, long executed, long entered, long left, long unaligned, long constants, long lines) {

    /** Of a line of the counter's file. */
    static Execution parse(String line) {
        String[] fields = line.split(" ", -1);
        return new Execution(
                Long.parseLong(fields[0], 16),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]));
    }
}
