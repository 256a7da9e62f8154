package dev.thimble.frontend.checkpoint;

import dev.thimble.testing.PickleWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Pickles that run code when Python loads them, or that break readers: what they do by name, and what each is refused with. */
final class HostilePickles {
    private static final String SPAWNED = "echo spawned";

    /** A pickle, and what it is refused with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Case(String problem, byte[] pickle) {}

    private final Map<String, Case> cases = new LinkedHashMap<>();

    private HostilePickles() {
        Gadgets.FUNCTIONS.forEach(name -> named("THM-0154", name));
        Gadgets.LOOKALIKES.forEach(name -> named("THM-0154", name));
        Gadgets.MODELS.forEach(name -> named("THM-0155", name));
        instructions();
        states();
        references();
        bombs();
        lengths();
        damage();
        misuse();
    }

    static Map<String, Case> all() {
        return new HostilePickles().cases;
    }

    /** Calls it, made known in the ways that there are. */
    private void named(String problem, String gadget) {
        String module = gadget.substring(0, gadget.indexOf(' '));
        String name = gadget.substring(gadget.indexOf(' ') + 1);
        add(gadget + ", GLOBAL", problem, 2, out -> called(out.ops("c").utf8(module + "\n" + name + "\n")));
        add(
                gadget + ", STACK_GLOBAL",
                problem,
                4,
                out -> called(out.text(module).text(name).op(0x93)));
        add(
                gadget + ", names from the memo",
                problem,
                4,
                out -> called(out.text(module)
                        .op(0x94)
                        .text(name)
                        .op(0x94)
                        .ops("]h\0h\1")
                        .op(0x93)));
        add(
                gadget + ", as an element of a good dict",
                problem,
                2,
                out -> out.ordered()
                        .text("a")
                        .ops("c")
                        .utf8(module + "\n" + name + "\n")
                        .ops("s"));
    }

    private static PickleWriter called(PickleWriter out) {
        return out.text(SPAWNED).op(0x85).ops("R");
    }

    private void instructions() {
        add("INST", "THM-0153", 2, out -> out.ops("(").text(SPAWNED).ops("ios\nsystem\n"));
        add("INST of a class that is known", "THM-0153", 2, out -> out.ops("(icollections\nOrderedDict\n"));
        add("OBJ", "THM-0153", 2, out -> out.ops("(ccollections\nOrderedDict\no"));
        add(
                "NEWOBJ",
                "THM-0153",
                2,
                out -> out.global("collections", "OrderedDict").ops(")").op(0x81));
        add(
                "NEWOBJ_EX",
                "THM-0153",
                4,
                out -> out.global("torch", "FloatStorage").ops(")}").op(0x92));
        for (int code : new int[] {0x82, 0x83, 0x84}) {
            add("EXT " + code, "THM-0153", 2, out -> out.op(code).ops("\1\0\0\0"));
        }
        add("PERSID", "THM-0153", 2, out -> out.ops("Pstorage\n"));
        for (String text : List.of("I1\n", "L1L\n", "F1.0\n", "S'a'\n", "Va\n", "g0\n", "p0\n", "(l", "(d")) {
            add("protocol 0: " + text.strip(), "THM-0153", 2, out -> out.ops(text.startsWith("p") ? "N" + text : text));
        }
        for (String code :
                List.of("N0", "(1", "N2", "B\1\0\0\0a", "C\1a", "\u008e\0\0\0\0\0\0\0\0", "\u008f", "(\u0091")) {
            add("no plain value: " + hex(code), "THM-0153", 4, out -> out.ops(code));
        }
        add("BYTEARRAY8", "THM-0153", 5, out -> out.op(0x96).ops("\0\0\0\0\0\0\0\0"));
        add("NEXT_BUFFER", "THM-0153", 5, out -> out.op(0x97));
        add("a second PROTO", "THM-0153", 2, out -> out.op(0x80).op(2).ops("N"));
    }

    private void states() {
        add(
                "a state of a plain dict",
                "THM-0156",
                2,
                out -> out.ops("}}").text("__class__").ops("Nsb"));
        add(
                "__setstate__",
                "THM-0156",
                2,
                out -> out.ordered().ops("}").text("__setstate__").ops("Nsb"));
        add(
                "_metadata and more",
                "THM-0156",
                2,
                out -> out.ordered()
                        .ops("}(")
                        .text("_metadata")
                        .ops("N")
                        .text("__class__")
                        .ops("Nub"));
        add(
                "a state in slots",
                "THM-0156",
                2,
                out -> out.ordered().ops("N}").op(0x86).ops("b"));
        add(
                "a state of a name",
                "THM-0156",
                2,
                out -> out.global("torch", "FloatStorage").ops("}b"));
        add(
                "a state of a function",
                "THM-0156",
                2,
                out -> out.global("torch._utils", "_rebuild_tensor_v2")
                        .ops("}")
                        .text("__code__")
                        .ops("Nsb"));
    }

    private void references() {
        add("an id that is a text", "THM-0157", 2, out -> out.text("0").ops("Q"));
        add("an id of nothing", "THM-0157", 2, out -> out.ops(")Q"));
        add(
                "an id of another kind",
                "THM-0157",
                2,
                out -> reference(out, "file", "FloatStorage").ops("tQ"));
        add(
                "an id of seven parts",
                "THM-0157",
                2,
                out -> reference(out, "storage", "FloatStorage").ops("NNtQ"));
        add(
                "a view of a storage",
                "THM-0157",
                2,
                out -> reference(out, "storage", "FloatStorage").ops(")tQ"));
        add(
                "a class that is no storage",
                "THM-0157",
                2,
                out -> out.ops("(")
                        .text("storage")
                        .global("collections", "OrderedDict")
                        .text("0")
                        .text("cpu")
                        .whole(1)
                        .ops("tQ"));
        add(
                "a module",
                "THM-0155",
                2,
                out -> out.ops("(")
                        .text("module")
                        .text("Linear")
                        .text("linear.py")
                        .ops("tQ"));
        add(
                "a negative number of elements",
                "THM-0156",
                2,
                out -> out.ops("(")
                        .text("storage")
                        .global("torch", "FloatStorage")
                        .text("0")
                        .text("cpu")
                        .whole(-1)
                        .ops("tQ"));
    }

    private static PickleWriter reference(PickleWriter out, String kind, String type) {
        return out.ops("(")
                .text(kind)
                .global("torch", type)
                .text("0")
                .text("cpu")
                .whole(1);
    }

    private void bombs() {
        add("tuples of tuples, 2^200 values", "THM-0150", 2, out -> {
            out.ops("()q\0");
            for (int i = 0; i < 200; i++) {
                out.ops("h").op(i).ops("h").op(i).op(0x86).ops("q").op(i + 1);
            }
            return out.ops("t");
        });
        add("extents that are 2^200 values", "THM-0156", 2, out -> {
            out.ops(")q\0");
            for (int i = 0; i < 200; i++) {
                out.ops("h").op(i).ops("h").op(i).op(0x86).ops("q").op(i + 1);
            }
            out.global("torch._utils", "_rebuild_tensor_v2").ops("(");
            return reference(out, "storage", "FloatStorage")
                    .ops("tQK\0h\u00c8h\u00c8")
                    .op(0x89)
                    .ops("}tR");
        });
        add("a million extents for each of many tensors", "THM-0156", 2, out -> {
            out.ops("((").ops("K\1".repeat(60_000)).ops("tq\0");
            out.global("torch._utils", "_rebuild_tensor_v2").ops("(");
            return reference(out, "storage", "FloatStorage")
                    .ops("tQK\0h\0h\0")
                    .op(0x89)
                    .ops("}tR");
        });
        add(
                "a dict that holds itself",
                "THM-0158",
                2,
                out -> out.ops("}q\0").text("a").ops("h\0s"));
        add(
                "a list that holds itself",
                "THM-0158",
                2,
                out -> out.ops("}").text("a").ops("]q\0h\0as"));
        add("values without end", "THM-0163", 2, out -> out.ops("N".repeat(70_000)));
        add("marks without end", "THM-0163", 2, out -> out.ops("(".repeat(70_000)));
        add("values without end, a few at a time", "THM-0163", 2, out -> out.ops("](NNNNNNNNe".repeat(200_000)));
        add(
                "more bytes than any state dict",
                "THM-0163",
                2,
                out -> out.ops(("]X\0\u00ff\0\0" + "a".repeat(65_280) + "a").repeat(260)));
    }

    private void lengths() {
        add("a text of 4 GB", "THM-0163", 2, out -> out.ops("X\u00ff\u00ff\u00ff\u00ff"));
        add("a text of 2 GB", "THM-0163", 2, out -> out.ops("X\u00ff\u00ff\u00ff\u007f"));
        add("a string of 4 GB", "THM-0163", 2, out -> out.ops("T\u00ff\u00ff\u00ff\u00ff"));
        add("a text beyond the end", "THM-0152", 2, out -> out.ops("X\0\u00ff\0\0a"));
        add("a text of 2^63 bytes", "THM-0153", 4, out -> out.op(0x8D).ops("\0\0\0\0\0\0\0\u0080"));
        add("bytes of 2^63", "THM-0153", 4, out -> out.op(0x8E).ops("\0\0\0\0\0\0\0\u0080"));
        add("a number of 255 bytes", "THM-0163", 2, out -> out.op(0x8A).op(255).ops("\1".repeat(255)));
        add("a number of 2 GB", "THM-0153", 2, out -> out.op(0x8B).ops("\u00ff\u00ff\u00ff\u007f"));
        add("a frame of 2^63 bytes", "THM-0152", 4, out -> out.op(0x95).ops("\0\0\0\0\0\0\0\u0080N"));
        add("a frame of 2^40 bytes", "THM-0152", 4, out -> out.op(0x95).ops("\0\0\0\0\0\1\0\0N"));
        add("a name of 100,000 letters", "THM-0163", 2, out -> out.ops("c" + "a".repeat(100_000) + "\nb\n"));
        add("a name without an end", "THM-0152", 2, out -> out.ops("cos"));
    }

    private void damage() {
        add("nothing kept under a key", "THM-0152", 2, out -> out.ops("h\7"));
        add("nothing kept under 2^32 - 1", "THM-0152", 2, out -> out.ops("j\u00ff\u00ff\u00ff\u00ff"));
        add("nothing to keep", "THM-0152", 2, out -> out.ops("q\0"));
        add("nothing to take", "THM-0152", 2, out -> out.op(0x86));
        add("what lies below a mark", "THM-0152", 2, out -> out.ops("N(").op(0x85));
        add("no mark", "THM-0152", 2, out -> out.ops("Nt"));
        add("two values at the end", "THM-0152", 2, out -> out.ops("}}"));
        add("a mark at the end", "THM-0152", 2, out -> out.ops("(}"));
        add("no value at the end", "THM-0152", 2, out -> out);
        add("a byte that is no instruction", "THM-0152", 2, out -> out.op(0xFF));
        add("a text that is not UTF-8", "THM-0152", 2, out -> out.ops("X\1\0\0\0\u00ff"));
        add("half a surrogate pair", "THM-0152", 2, out -> out.ops("X\3\0\0\0\u00ed\u00a0\u0080"));
        add("a string that is not ASCII", "THM-0152", 2, out -> out.ops("U\1\u00ff"));
        add(
                "a key without a value",
                "THM-0152",
                2,
                out -> out.ops("}(").text("a").ops("u"));
        add(
                "a key twice",
                "THM-0152",
                2,
                out -> out.ops("}(").text("a").ops("N").text("a").ops("Nu"));
        add("a key that is a number", "THM-0156", 2, out -> out.ops("}K\1Ns"));
        add("items of a tuple", "THM-0152", 2, out -> out.ops(")").text("a").ops("Ns"));
        add("an element of a dict", "THM-0152", 2, out -> out.ops("}Na"));
        add("a name of numbers", "THM-0152", 4, out -> out.ops("K\1K\2").op(0x93));
        add(
                "arguments that are no tuple",
                "THM-0152",
                2,
                out -> out.global("collections", "OrderedDict").ops("]R"));
        for (int protocol : new int[] {0, 1, 6, 255}) {
            add("protocol " + protocol, "THM-0152", protocol, out -> out.ops("}"));
        }
    }

    private void misuse() {
        add("a call of a dict", "THM-0156", 2, out -> out.ops("})R"));
        add(
                "a call of a class of storages",
                "THM-0156",
                2,
                out -> out.global("torch", "FloatStorage").ops(")R"));
        add(
                "a dict with arguments",
                "THM-0156",
                2,
                out -> out.global("collections", "OrderedDict")
                        .ops("]")
                        .op(0x85)
                        .ops("R"));
        add("a name for everything", "THM-0150", 2, out -> out.global("collections", "OrderedDict"));
        add(
                "a name for a tensor",
                "THM-0158",
                2,
                out -> out.ops("}").text("a").global("torch", "FloatStorage").ops("s"));
        for (String whole : List.of("N", "]", ")", "K\1", "\u0088", "X\1\0\0\0a", "G\0\0\0\0\0\0\0\0")) {
            add("something else: " + hex(whole), "THM-0150", 2, out -> out.ops(whole));
        }
        for (int count = 0; count < 9; count++) {
            String arguments = "N".repeat(count);
            for (String function : List.of("_rebuild_tensor_v2", "_rebuild_parameter")) {
                add(
                        function + " of " + count,
                        "THM-0156",
                        2,
                        out -> out.global("torch._utils", function).ops("(" + arguments + "tR"));
            }
        }
    }

    private static String hex(String codes) {
        return HexFormat.of().formatHex(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void add(String name, String problem, int protocol, Function<PickleWriter, PickleWriter> content) {
        if (cases.put(
                        name,
                        new Case(
                                problem,
                                content.apply(new PickleWriter(protocol)).end()))
                != null) {
            throw new IllegalStateException("two cases of the name " + name);
        }
    }
}
