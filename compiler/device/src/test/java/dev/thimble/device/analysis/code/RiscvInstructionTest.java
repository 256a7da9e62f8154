package dev.thimble.device.analysis.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiscvInstructionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "addi sp,sp,-48|48",
                "add sp,sp,-496|496",
                "c.addi16sp sp,sp,-496|496",
                "add sp,sp,48|0",
                "addi a0,sp,-48|0",
                "addi sp,s0,-48|0",
                "sw ra,44(sp)|0"
            })
    void whatIsPushedIsCounted(String text, int bytes) {
        assertThat(parse(text).pushed()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jr a5", "jalr a5", "jalr ra,0(a5)", "jr 12(t0)", "c.jr a5", "jalr zero,0(t1)", "jalr ra"})
    void goingToARegisterIsIndirect(String text) {
        assertThat(parse(text).indirect()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ret",
                "jr ra",
                "j 10 <f+0x4>",
                "jal ra,10 <f>",
                "jalr -20(ra) # 80001234 <f>",
                "jr 28(t1) # 80001234 <f>",
                "bnez a2,4 <f+0x4>"
            })
    void returnsAndKnownTargetsAreNot(String text) {
        assertThat(parse(text).indirect()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jal ra,80000120 <thimble_board_write>|2147483936|true",
                "jal 6c <f>|108|true",
                "jal t0,6c <f>|108|true",
                "jal zero,6c <f>|108|false",
                "j 6c <f>|108|false",
                "bltu a0,a1,14 <f+0x4>|20|false",
                "beqz a0,14 <f+0x4>|20|false",
                "jalr -20(ra) # 10 <f>|16|true",
                "jr 28(t1) # 10 <f>|16|false"
            })
    void targetsAreRead(String text, long address, boolean calls) {
        assertThat(parse(text).target()).hasValue(address);
        assertThat(parse(text).calls()).isEqualTo(calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lw a0,0(a1) # 10 <f>", "auipc t1,0x1", "jr a5", "ret", "ebreak", "beqz a0,14"})
    void nothingElseHasOne(String text) {
        assertThat(parse(text).target()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub sp,sp,a5", "add sp,sp,t0", "add sp,t0,sp", "and sp,sp,t0"})
    void aFrameOfARegistersSizeIsVariable(String text) {
        assertThat(parse(text).variable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add sp,sp,-48", "addi sp,sp,48", "mv sp,s0", "addi sp,s0,-32", "sub a0,sp,a5"})
    void oneOfAConstantIsNot(String text) {
        assertThat(parse(text).variable()).isFalse();
    }

    /** Places that the linker is told of are within functions. */
    @Test
    void aListingSaysWhoseInstructionsItHas() {
        Listing listing = Listing.parse("""

                a.elf:     file format elf32-littleriscv


                Disassembly of section .text:

                80000000 <f>:
                80000000:\tadd\tsp,sp,-16
                80000002:\tbeqz\ta0,80000008 <.L1^B1>

                80000004 <.L2^B1>:
                80000004:\tjal\tra,80000000 <f>

                80000008 <.L1^B1>:
                80000008:\tret

                8000000a <g>:
                8000000a:\tret
                """);
        assertThat(listing.functions().values()).containsExactly("f", "g");
        assertThat(listing.body(0x80000000L)).hasSize(4);
        Disassembly disassembly = Disassembly.of(listing);
        assertThat(disassembly.at(0x80000004L).callees()).containsExactly(0x80000000L);
        assertThat(disassembly.at(0x80000004L).pushed()).isEqualTo(16);
    }

    private static RiscvInstruction parse(String text) {
        String line = "  12:\t" + text.replaceFirst(" ", "\t");
        assertThat(InstructionSet.isInstruction(line)).isTrue();
        return RiscvInstruction.parse(line);
    }
}
