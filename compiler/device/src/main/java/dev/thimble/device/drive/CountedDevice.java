package dev.thimble.device.drive;

import dev.thimble.device.analysis.thumb.Listing;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.cycles.ExecutionCounter;
import dev.thimble.device.cycles.Section;
import dev.thimble.device.cycles.Sections;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The model as a firmware in an emulator that counts what is executed.
 *
 * @param device that answers
 * @param listing of the firmware
 * @param sections what it executed
 */
public record CountedDevice(FleetDevice device, Listing listing, Sections sections) implements AutoCloseable {
    /** Where an inference begins. */
    public static final String CALL = "thimble_app_ids";

    /** The same for a text. */
    public static final String TEXT = "thimble_app_text";

    /** The clock is read at its end. */
    private static final String CLOCK = "thimble_board_clock";

    /** Where a step ends, in a firmware that tells what its steps take. */
    public static final String STEP = "thimble_profile";

    /**
     * Boots the ELF of a firmware build of a package with a model of this name.
     *
     * @param flash whose lines are counted
     */
    public static CountedDevice start(
            Toolchain toolchain, ExecutionCounter counter, Board board, FlashTiming flash, Path elf, String name) {
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
                ProcessDevice.start("QEMU " + board.name(), name, command), listing, counter.sections());
    }

    /**
     * What ran since this was asked last.
     *
     * @param function that the sections begin with
     */
    public List<Section> ran(String function) {
        long mark = listing.address(function);
        return sections.next().stream()
                .filter(section -> section.mark() == mark)
                .toList();
    }

    @Override
    public void close() {
        device.close();
    }
}
