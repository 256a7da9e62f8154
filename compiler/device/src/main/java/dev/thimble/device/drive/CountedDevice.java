package dev.thimble.device.drive;

import dev.thimble.device.analysis.code.Listing;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.cycles.CoreTiming;
import dev.thimble.device.cycles.CycleModel;
import dev.thimble.device.cycles.Execution;
import dev.thimble.device.cycles.ExecutionCounter;
import dev.thimble.device.cycles.Section;
import dev.thimble.device.cycles.Sections;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The model as a firmware in an emulator that counts what is executed.
 *
 * @param device that answers
 * @param model of the cycles that its firmware takes
 * @param sections what it executed
 */
public record CountedDevice(FleetDevice device, CycleModel model, Sections sections) implements AutoCloseable {
    /** Where an inference begins. */
    public static final String CALL = "thimble_app_ids";

    /** The same for a text. */
    public static final String TEXT = "thimble_app_text";

    /** What an inference and a step end with, and a step begins with: the clock is read. */
    public static final String CLOCK = "thimble_board_clock";

    /** Where a step ends, in a firmware that tells what its steps take. */
    public static final String STEP = "thimble_profile";

    /**
     * Boots the ELF of a firmware build of a package with a model of this name.
     *
     * @param counter built for the board
     * @param core of the board
     * @param flash that code and constants come from
     */
    public static CountedDevice start(
            Toolchain toolchain,
            ExecutionCounter counter,
            Board board,
            CoreTiming core,
            FlashTiming flash,
            Path elf,
            String name) {
        Listing listing = Listing.of(toolchain, board.tools(), elf);
        List<Long> marks = Stream.of(CALL, TEXT, CLOCK, STEP)
                .filter(listing.functions()::containsValue)
                .map(listing::address)
                .toList();
        List<String> command = Stream.concat(
                        EmulatedDevice.command(toolchain, board, elf).stream(),
                        counter.arguments(board, flash, marks).stream())
                .toList();
        return new CountedDevice(
                ProcessDevice.start(EmulatedDevice.emulator(board).name(), name, command),
                new CycleModel(listing, core, flash),
                counter.sections());
    }

    /** What ran since this was asked last. */
    public List<Section> ran() {
        return sections.next();
    }

    /** The same from calls of a function on. */
    public List<Section> ran(String function) {
        long mark = model.listing().address(function);
        return ran().stream().filter(section -> section.mark() == mark).toList();
    }

    /** The same up to calls of a function, from the call of whatever a section begins with on. */
    public List<List<Execution>> ranBefore(String function) {
        long mark = model.listing().address(function);
        List<Section> all = ran();
        return IntStream.range(1, all.size())
                .filter(at -> all.get(at).mark() == mark)
                .mapToObj(at -> all.get(at - 1).executions())
                .toList();
    }

    @Override
    public void close() {
        device.close();
    }
}
