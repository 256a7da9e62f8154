package dev.thimble.frontend.architecture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The names of a file's tensors as the architecture calls them. Training wraps models and leaves its wrappers in the
 * names, and a model that was saved without its head's class lacks the name of its body.
 */
public final class TensorNames {
    /** The parts that torch.compile and DataParallel put into names. */
    private static final List<String> WRAPPERS = List.of("_orig_mod.", "module.");

    private static final String BODY = "bert.";
    private static final List<String> PARTS_OF_BODY = List.of("embeddings.", "encoder.", "pooler.");

    private final Map<String, String> inFile;

    private TensorNames(Map<String, String> inFile) {
        this.inFile = inFile;
    }

    /** Names that may be used as they are. */
    public static TensorNames of(Set<String> names) {
        return new TensorNames(identity(names)).renamed(TensorNames::unwrapped);
    }

    /** The same for a BERT: where no name begins with the body's, the body's parts do without it. */
    public static TensorNames ofBert(Set<String> names) {
        TensorNames unwrapped = of(names);
        boolean isBare = unwrapped.inFile.keySet().stream().noneMatch(name -> name.startsWith(BODY));
        return isBare ? unwrapped.renamed(TensorNames::withBody) : unwrapped;
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

    private static String withBody(String name) {
        return PARTS_OF_BODY.stream().anyMatch(name::startsWith) ? BODY + name : name;
    }

    /** With other names, unless two tensors would then have the same. */
    private TensorNames renamed(UnaryOperator<String> rename) {
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
