package dev.thimble.device.analysis.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisassemblyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pop {r3}|bx r3",
                "pop {r3}|add sp, #16|bx r3",
                "pop {r4, r5, r6, r7}|pop {r3}|add sp, #16|bx r3",
                "ldr r3, [r0, #4]|pop {r3}|add sp, #508 @ 0x1fc|add sp, #16|bx r3"
            })
    void goingToWhatWasPoppedIsAReturn(String code) {
        assertThat(indirect(code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bx r3",
                "pop {r3}|bx r2",
                "pop {r3}|ldr r3, [r0, #4]|bx r3",
                "pop {r3}|blx r3",
                "pop {r2, r3}|bx r3",
                "push {r3}|add sp, #4|bx r3",
                "pop {r3}|nop|bx r3"
            })
    void goingToAnythingElseIsNot(String code) {
        assertThat(indirect(code)).hasSize(1);
    }

    /** Only at its begin a function can be called. */
    @ParameterizedTest
    @CsvSource({
        "bl 10 <f>,16",
        "bl 12 <f+0x2>,",
        "b.n 10 <f>,",
        "bne.n 12 <f+0x2>,",
        "bl 16 <g>,22",
        "b.n 18 <g+0x2>,22"
    })
    void aCallToItselfIsRecursionAndAJumpWithinItIsNot(String code, Long callee) {
        Set<Long> callees = Disassembly.of(Listing.parse(listing("nop|" + code) + "00000016 <g>:\n"))
                .at(0x10)
                .callees();
        assertThat(callees).isEqualTo(callee == null ? Set.of() : Set.of(callee));
    }

    private static List<String> indirect(String code) {
        return Disassembly.of(Listing.parse(listing(code))).at(0x10).indirect();
    }

    private static String listing(String code) {
        StringBuilder text = new StringBuilder("00000010 <f>:\n");
        int address = 0x10;
        for (String instruction : code.split("\\|", -1)) {
            text.append(String.format("  %x:\t%s\n", address, instruction.replaceFirst(" ", "\t")));
            address += 2;
        }
        return text.toString();
    }
}
