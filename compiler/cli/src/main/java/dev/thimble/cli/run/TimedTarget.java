package dev.thimble.cli.run;

import dev.thimble.cli.shell.Scratch;
import dev.thimble.device.cycles.Cycles;
import dev.thimble.device.drive.CountedDevice;
import dev.thimble.verify.data.Example;

/** A firmware in an emulator whose cycles are estimated. */
final class TimedTarget implements Target {
    private final Target target;
    private final CountedDevice counted;
    private final Scratch scratch;

    /**
     * Takes all of them over.
     *
     * @param target that asks the device
     * @param scratch where the counter writes
     */
    TimedTarget(Target target, CountedDevice counted, Scratch scratch) {
        this.target = target;
        this.counted = counted;
        this.scratch = scratch;
    }

    @Override
    public Reply answer(Example example) {
        counted.ran();
        Reply reply = target.answer(example);
        Cycles cycles = counted.ran(example.ids().isEmpty() ? CountedDevice.TEXT : CountedDevice.CALL).stream()
                .map(section -> counted.model().of(section.executions()))
                .reduce(Cycles.NONE, Cycles::plus);
        return reply.taking(cycles.cycles());
    }

    @Override
    public void close() {
        target.close();
        scratch.close();
    }
}
