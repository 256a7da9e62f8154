package dev.thimble.cli.bench;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.cycles.CoreTiming;
import dev.thimble.device.cycles.Cycles;
import dev.thimble.device.cycles.Execution;
import dev.thimble.device.cycles.ExecutionCounter;
import dev.thimble.device.drive.CountedDevice;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.StepCost;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A firmware in an emulator that tells what it executes. */
sealed interface Meter extends AutoCloseable {
    /** What runs. */
    Device device();

    /** What each function takes in one inference; nothing where cycles are not counted. */
    Map<String, Cycles> functions(List<Integer> ids);

    /** The same of a text, its tokens included. */
    Map<String, Cycles> functions(byte[] utf8);

    /** What each step of one inference takes. */
    List<MeteredStep> steps(List<Integer> ids);

    @Override
    default void close() {
        device().close();
    }

    /**
     * What a step took.
     *
     * @param cycles where they are counted
     */
    record MeteredStep(StepCost step, Optional<Cycles> cycles) {
        /** Of two runs of one step. */
        MeteredStep plus(MeteredStep other) {
            return new MeteredStep(
                    new StepCost(
                            step.value(),
                            step.rows() + other.step.rows(),
                            step.instructions() + other.step.instructions()),
                    cycles.flatMap(own -> other.cycles.map(own::plus)));
        }
    }

    /** Starts one that counts instructions only. */
    static Meter plain(Toolchain toolchain, Board board, Path elf, String name) {
        return new Plain(EmulatedDevice.start(toolchain, board, elf, name));
    }

    /**
     * Starts one that counts cycles, too.
     *
     * @param core of the board
     * @param scratch a folder that is there
     */
    static Meter counting(
            Installation installation,
            Board board,
            CoreTiming core,
            FlashTiming flash,
            Path elf,
            String name,
            Path scratch) {
        Toolchain toolchain = Toolchain.onPath();
        ExecutionCounter counter = ExecutionCounter.build(toolchain, installation, board, scratch);
        return new Counting(CountedDevice.start(toolchain, counter, board, core, flash, elf, name));
    }

    /** Knows no cycles. */
    record Plain(Device device) implements Meter {
        @Override
        public Map<String, Cycles> functions(List<Integer> ids) {
            return Map.of();
        }

        @Override
        public Map<String, Cycles> functions(byte[] utf8) {
            return Map.of();
        }

        @Override
        public List<MeteredStep> steps(List<Integer> ids) {
            return device.profile(ids).steps().stream()
                    .map(step -> new MeteredStep(step, Optional.empty()))
                    .toList();
        }
    }

    /** Counts what is executed. */
    record Counting(CountedDevice counted) implements Meter {
        /** What tells the steps, and is none. */
        private static final Set<String> TELLING = Set.of(CountedDevice.STEP, CountedDevice.CLOCK);

        @Override
        public Device device() {
            return counted.device();
        }

        @Override
        public Map<String, Cycles> functions(List<Integer> ids) {
            counted.ran();
            device().ids(ids);
            return counted.model()
                    .byFunction(counted.ran(CountedDevice.CALL).get(0).executions());
        }

        @Override
        public Map<String, Cycles> functions(byte[] utf8) {
            counted.ran();
            device().text(utf8);
            return counted.model()
                    .byFunction(counted.ran(CountedDevice.TEXT).get(0).executions());
        }

        /** Two marks come first, which tell what a mark itself takes. */
        @Override
        public List<MeteredStep> steps(List<Integer> ids) {
            counted.ran();
            List<StepCost> steps = device().profile(ids).steps();
            List<List<Execution>> stretches = counted.ranBefore(CountedDevice.STEP);
            List<MeteredStep> metered = new ArrayList<>();
            int first = stretches.size() - steps.size();
            for (int at = 0; at < steps.size(); at++) {
                metered.add(new MeteredStep(steps.get(at), Optional.of(step(stretches.get(first + at)))));
            }
            return metered;
        }

        private Cycles step(List<Execution> executions) {
            Map<String, Cycles> functions = counted.model().byFunction(executions);
            return functions.entrySet().stream()
                    .filter(function -> !TELLING.contains(function.getKey()))
                    .map(Map.Entry::getValue)
                    .reduce(Cycles.NONE, Cycles::plus);
        }
    }
}
