package dev.thimble.device.analysis.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbInstructionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push {r3, r4, r5, lr}|16",
                "stmdb sp!, {r4, r5, r6, r7, r8, r9, sl, fp, lr}|36",
                "vpush {d8-d11}|32",
                "vpush {d8}|8",
                "vpush {s16-s17}|8",
                "sub sp, #36 @ 0x24|36",
                "sub.w sp, sp, #3008 @ 0xbc0|3008",
                "subw sp, sp, #516|516",
                "str.w lr, [sp, #-4]!|4",
                "strd r4, r5, [sp, #-16]!|16",
                "add sp, #36|0",
                "sub r3, #4|0"
            })
    void whatIsPushedIsCounted(String text, int bytes) {
        assertThat(parse(text).pushed()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blx r3", "bx r3", "bxeq r2", "ldr.w pc, [r3, r2, lsl #2]", "ldr.w pc, [pc]", "mov pc, r3"})
    void goingToARegisterIsIndirect(String text) {
        assertThat(parse(text).indirect()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bx lr",
                "bxeq lr",
                "pop {r4, pc}",
                "ldr.w pc, [sp], #4",
                "mov pc, lr",
                "tbb [pc, r3]",
                "bl 10 <f>",
                "blt.n 10 <f+0x4>"
            })
    void returnsAndTablesAreNot(String text) {
        assertThat(parse(text).indirect()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bl 6c <thimble_board_write>|108",
                "b.w 10 <f>|16",
                "bne.n 60c <g+0x114>|1548",
                "cbz r3, 20 <f+0x2>|32"
            })
    void targetsAreRead(String text, long address) {
        assertThat(parse(text).target()).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub.w sp, sp, r3", "bic.w sp, sp, r3"})
    void aFrameOfARegistersSizeIsVariable(String text) {
        assertThat(parse(text).variable()).isTrue();
    }

    private static Instruction parse(String text) {
        String line = "  12:\t" + text.replaceFirst(" ", "\t");
        assertThat(InstructionSet.isInstruction(line)).isTrue();
        return ThumbInstruction.parse(line);
    }
}
