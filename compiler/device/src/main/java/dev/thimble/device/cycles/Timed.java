package dev.thimble.device.cycles;

import dev.thimble.device.analysis.code.Instruction;
import dev.thimble.device.analysis.code.RegisterList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An instruction as timing tables see it.
 *
 * @param kind which row of a table it is
 * @param words that it loads or stores
 * @param results registers that it writes, where what follows may have to wait for them
 * @param address registers that a load or a store takes its address from
 */
record Timed(Kind kind, int words, Set<String> results, Set<String> address) {
    private static final Pattern REGISTER = Pattern.compile("\\b(r\\d+|sb|sl|fp|ip|sp|lr|pc)\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\[([^\\]]*)\\]");
    private static final Set<String> CONDITIONS =
            Set.of("eq", "ne", "cs", "hs", "cc", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le");

    /** What an instruction is, by its name without a condition; all others are simple, with one result. */
    private static final Map<String, Function<String, Timed>> FORMS = forms();

    Timed {
        results = Set.copyOf(results);
        address = Set.copyOf(address);
    }

    private static Map<String, Function<String, Timed>> forms() {
        Map<String, Function<String, Timed>> forms = new HashMap<>();
        put(forms, Timed::load, "ldr", "ldrb", "ldrh", "ldrsb", "ldrsh", "ldrex", "ldrexb", "ldrexh");
        put(forms, Timed::store, "str", "strb", "strh", "strex", "strexb", "strexh");
        put(forms, operands -> several(2, address(operands)), "ldrd", "strd");
        put(forms, operands -> several(operands.startsWith("d") ? 2 : 1, address(operands)), "vldr", "vstr");
        put(forms, operands -> list(operands, Set.of("sp")), "push", "pop", "vpush", "vpop");
        put(forms, operands -> list(operands, registers(operands, 1)), "ldm", "ldmia", "ldmdb", "vldmia");
        put(forms, operands -> list(operands, registers(operands, 1)), "stm", "stmia", "stmdb", "vstmia");
        put(forms, operands -> computed(Kind.MULTIPLY_ADD, operands, 1), "mla", "mls");
        put(forms, operands -> computed(Kind.LONG_MULTIPLY, operands, 2), "smull", "umull");
        put(forms, operands -> computed(Kind.LONG_MULTIPLY_ADD, operands, 2), "smlal", "umlal", "umaal");
        put(forms, operands -> computed(Kind.SIMPLE, operands, 2), "smlald", "smlaldx", "smlsld", "smlalbb", "smlaltt");
        put(forms, operands -> computed(Kind.DIVIDE, operands, 1), "sdiv", "udiv");
        put(forms, operands -> computed(Kind.FLOAT_DIVIDE, operands, 0), "vdiv", "vsqrt");
        put(forms, operands -> computed(Kind.SIMPLE, operands, 0), "cmp", "cmn", "tst", "teq", "nop", "msr", "bkpt");
        put(forms, operands -> computed(Kind.SIMPLE, operands, 0), "it", "itt", "ite", "ittt", "itte", "itet", "itee");
        put(forms, operands -> computed(Kind.BRANCH, operands, 0), "b", "bx", "blx", "cbz", "cbnz");
        put(forms, operands -> computed(Kind.CALL, operands, 0), "bl");
        put(forms, operands -> computed(Kind.TABLE_BRANCH, operands, 0), "tbb", "tbh");
        return Map.copyOf(forms);
    }

    private static void put(Map<String, Function<String, Timed>> forms, Function<String, Timed> form, String... names) {
        List.of(names).forEach(name -> forms.put(name, form));
    }

    /** The row and the registers of an instruction. */
    static Timed of(Instruction instruction) {
        String name = instruction.mnemonic().replaceAll("\\..*", "");
        int condition = Math.max(0, name.length() - 2);
        String base = !FORMS.containsKey(name) && CONDITIONS.contains(name.substring(condition))
                ? name.substring(0, condition)
                : name;
        return FORMS.getOrDefault(base, Timed::simple).apply(instruction.operands());
    }

    private static Timed simple(String operands) {
        return computed(operands.startsWith("pc,") ? Kind.BRANCH : Kind.SIMPLE, operands, 1);
    }

    private static Timed computed(Kind kind, String operands, int results) {
        return new Timed(kind, 0, registers(operands, results), Set.of());
    }

    private static Timed load(String operands) {
        boolean isJump = operands.startsWith("pc,");
        return new Timed(isJump ? Kind.LOAD_PC : Kind.LOAD, 1, registers(operands, 1), address(operands));
    }

    private static Timed store(String operands) {
        Set<String> address = address(operands);
        return new Timed(address.size() > 1 ? Kind.STORE_INDEXED : Kind.STORE, 1, Set.of(), address);
    }

    private static Timed several(int words, Set<String> address) {
        return new Timed(Kind.SEVERAL, words, Set.of(), address);
    }

    private static Timed list(String operands, Set<String> address) {
        boolean isJump = operands.endsWith("pc}");
        return new Timed(isJump ? Kind.SEVERAL_PC : Kind.SEVERAL, RegisterList.words(operands), Set.of(), address);
    }

    /** What lies behind the code is found by the program counter. */
    private static Set<String> address(String operands) {
        Matcher matcher = ADDRESS.matcher(operands);
        return matcher.find() ? registers(matcher.group(1), 2) : Set.of("pc");
    }

    private static Set<String> registers(String operands, int most) {
        return REGISTER.matcher(operands)
                .results()
                .limit(most)
                .map(MatchResult::group)
                .collect(Collectors.toUnmodifiableSet());
    }
}
