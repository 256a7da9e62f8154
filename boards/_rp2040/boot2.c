/*
 * What the RP2040's ROM starts: 256 bytes at the begin of the flash, which it copies to RAM and calls there once their
 * checksum is right. They make the flash readable at its addresses, by the plain read command that every one has, a bit
 * at a time at a quarter of the core's clock, and go to the vector table behind them.
 *
 * The last word is the CRC-32 of the 252 bytes before it (polynomial 0x04C11DB7, begun at all ones, nothing mirrored,
 * nothing inverted): whoever changes an instruction changes it, and a test compares them.
 *
 * Reference: Raspberry Pi, "RP2040 Datasheet", 2.8.1.3.1 (checksum) and 4.10.13 (registers of the SSI).
 */
extern const unsigned char thimble_boot2[256];

/* clang-format off */
__asm__(
    ".pushsection .boot2, \"ax\", %progbits\n"
    ".syntax unified\n"
    ".thumb\n"
    ".global thimble_boot2\n"
    "thimble_boot2:\n"
    " ldr r0, .Lssi\n"
    " movs r1, #0\n"
    " str r1, [r0, #0x08]\n" /* SSIENR: off while it is changed */
    " movs r2, #4\n"
    " str r2, [r0, #0x14]\n" /* BAUDR: a quarter */
    " ldr r2, .Ltransfer\n"
    " str r2, [r0, #0x00]\n" /* CTRLR0 */
    " str r1, [r0, #0x04]\n" /* CTRLR1: one word at a time */
    " ldr r2, .Lcommand\n"
    " ldr r3, .Lcommand_register\n"
    " str r2, [r3]\n" /* SPI_CTRLR0 */
    " movs r1, #1\n"
    " str r1, [r0, #0x08]\n" /* SSIENR: on */
    " ldr r0, .Lvectors_of_flash\n"
    " ldr r1, .Lvector_table\n"
    " str r0, [r1]\n"
    " ldmia r0!, {r1, r2}\n"
    " msr msp, r1\n"
    " bx r2\n"
    " .balign 4\n"
    ".Lssi: .word 0x18000000\n"
    ".Lcommand_register: .word 0x180000F4\n"
    ".Ltransfer: .word 0x001F0300\n" /* frames of 32 bits (31 << 16), read after the command (3 << 8) */
    ".Lcommand: .word 0x03000218\n" /* command 03 of 8 bits (2 << 8), address of 6 x 4 bits (6 << 2) */
    ".Lvectors_of_flash: .word 0x10000100\n"
    ".Lvector_table: .word 0xE000ED08\n"
    " .org 252\n"
    " .word 0x8A6975CB\n"
    ".popsection\n");
/* clang-format on */
