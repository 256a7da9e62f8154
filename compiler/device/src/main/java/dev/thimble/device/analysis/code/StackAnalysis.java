package dev.thimble.device.analysis.code;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Bounds the stack of a firmware from its calls and frames, without running it.
 *
 * <p>Frames are gcc's own figures where there are any; for library functions and for clones the sum of all that a
 * function pushes, which is never too small. Calls are read from the linked instructions, so that nothing that the
 * linker or the optimiser did is missed; a jump to another function counts as a call, which is never too small
 * either. What has no bound (recursion, a call through a pointer, a frame of variable size) is refused.
 */
public final class StackAnalysis {
    private final String entry;
    private final Disassembly disassembly;
    private final FrameSizes frames;
    private final Map<Long, StackUse> known = new HashMap<>();

    StackAnalysis(String entry, Disassembly disassembly, FrameSizes frames) {
        this.entry = entry;
        this.disassembly = disassembly;
        this.frames = frames;
    }

    /** The analysis of a built firmware. */
    public static StackAnalysis of(Toolchain toolchain, FirmwareArtifacts firmware) {
        return new StackAnalysis(
                firmware.board().tools().entry(),
                Disassembly.of(toolchain, firmware),
                FrameSizes.read(firmware.stackUsage()));
    }

    /** The bound of the whole firmware, from where the core starts. */
    public StackUse worstCase() {
        return worstCase(entry);
    }

    /**
     * The bound of one function with all that it calls.
     *
     * @param function its symbol
     */
    public StackUse worstCase(String function) {
        List<Function> roots = disassembly.named(function);
        if (roots.isEmpty()) {
            throw new ThimbleException(ToolProblem.FUNCTION_UNKNOWN.at("", function));
        }
        StackUse worst = new StackUse(0, List.of());
        for (Function root : roots) {
            worst = larger(worst, use(root, new ArrayList<>()));
        }
        return worst;
    }

    private StackUse use(Function function, List<Function> callers) {
        StackUse done = known.get(function.address());
        if (done != null) {
            return done;
        }
        refuseCircle(function, callers);
        callers.add(function);
        StackUse deepest = new StackUse(0, List.of());
        for (long callee : function.callees().stream().sorted().toList()) {
            deepest = larger(deepest, use(disassembly.at(callee), callers));
        }
        callers.remove(callers.size() - 1);
        StackUse use = below(function, frame(function), deepest);
        known.put(function.address(), use);
        return use;
    }

    private int frame(Function function) {
        if (!function.indirect().isEmpty()) {
            throw new ThimbleException(ToolProblem.STACK_INDIRECT.at(
                    "", function.name(), function.indirect().get(0)));
        }
        OptionalInt known = frames.frame(function.name());
        boolean isUnknown = known.isEmpty() && !function.variable().isEmpty();
        if (isUnknown || frames.dynamic().contains(function.name())) {
            throw new ThimbleException(ToolProblem.STACK_DYNAMIC.at("", function.name()));
        }
        return known.orElse(function.pushed());
    }

    private static void refuseCircle(Function function, List<Function> callers) {
        int from = callers.indexOf(function);
        if (from >= 0) {
            String chain = callers.subList(from, callers.size()).stream()
                    .map(Function::name)
                    .collect(Collectors.joining(", "));
            throw new ThimbleException(ToolProblem.STACK_RECURSION.at("", chain));
        }
    }

    private static StackUse below(Function function, int frame, StackUse deepest) {
        List<StackUse.Frame> path = new ArrayList<>(List.of(new StackUse.Frame(function.name(), frame)));
        path.addAll(deepest.path());
        return new StackUse(frame + deepest.bytes(), path);
    }

    private static StackUse larger(StackUse a, StackUse b) {
        return b.bytes() > a.bytes() || a.path().isEmpty() ? b : a;
    }
}
