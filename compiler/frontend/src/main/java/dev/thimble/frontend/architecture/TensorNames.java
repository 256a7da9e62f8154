package dev.thimble.frontend.architecture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The names of a file's tensors as the architecture calls them. Training wraps models and leaves its wrappers in the
 * names.
 */
public final class TensorNames {
    /** The parts that torch.compile and DataParallel put into names. */
    private static final List<String> WRAPPERS = List.of("_orig_mod.", "module.");

    private final Map<String, String> inFile;

    private TensorNames(Map<String, String> inFile) {
        this.inFile = inFile;
    }

    /** Names that may be used as they are. */
    public static TensorNames of(Set<String> names) {
        return new TensorNames(identity(names)).renamed(TensorNames::unwrapped);
    }

    private static Map<String, String> identity(Set<String> names) {
        Map<String, String> map = new HashMap<>();
        names.forEach(name -> map.put(name, name));
        return map;
    }

    private static String unwrapped(String name) {
        String bare = name;
        for (String wrapper : WRAPPERS) {
            bare = bare.replaceAll("(^|(?<=\\.))" + wrapper.replace(".", "\\."), "");
        }
        return bare;
    }

    /** With other names, unless two tensors would then have the same. */
    public TensorNames renamed(UnaryOperator<String> rename) {
        Map<String, String> map = new HashMap<>();
        inFile.forEach((name, original) -> map.put(rename.apply(name), original));
        return map.size() == inFile.size() ? new TensorNames(map) : this;
    }

    /** The names. */
    public Set<String> names() {
        return inFile.keySet();
    }

    /** What the file calls a tensor; its own name when there is none. */
    public String inFile(String name) {
        return Optional.ofNullable(inFile.get(name)).orElse(name);
    }
}
