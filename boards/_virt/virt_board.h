/*
 * The functions of board.h for QEMU's machine `virt`: a 16550 UART for output, semihosting for input and to stop, the
 * core's own counter for instructions. A board's board.c includes this once, and its board.yml has the flash that is
 * protected here.
 *
 * References: QEMU, "'virt' Generic Virtual Platform (virt)" of RISC-V; National Semiconductor, "PC16550D".
 */
#ifndef THIMBLE_VIRT_BOARD_H
#define THIMBLE_VIRT_BOARD_H

#include "board.h"
#include "csr.h"
#include "semihosted_input.h"

#define VIRT_UART_REGISTER(at) (*(volatile uint8_t *)(0x10000000u + (at)))

#define UART_DATA VIRT_UART_REGISTER(0u)
#define UART_LINE_STATE VIRT_UART_REGISTER(5u)
#define UART_RECEIVED 0x01u
#define UART_TRANSMIT_EMPTY 0x20u

/* Under -icount shift=6 QEMU's counter of instructions counts nanoseconds, of which an instruction takes 64. */
#define INSTRUCTION_SHIFT 6

/*
 * The machine answers 0 wherever its PCI Express could have devices, and has none; and what stands for flash is RAM. So
 * the memory protection makes faults of what would be one on a chip: the first entry is the stack's guard, and each
 * further one has a byte of pmpcfg0: locked (0x80), a power of two (0x18), to be read (1) and executed (4).
 */
#define PCI_EXPRESS 0x40000000u
#define PCI_EXPRESS_BYTES 0x40000000u
#define FLASH 0x80000000u
#define FLASH_BYTES 0x00400000u
#define PROTECTION_OF_BOTH 0x009D9800u

static void protect_memory(void)
{
    WRITE_CSR("pmpaddr1", CSR_REGION(PCI_EXPRESS, PCI_EXPRESS_BYTES));
    WRITE_CSR("pmpaddr2", CSR_REGION(FLASH, FLASH_BYTES));
    WRITE_CSR("pmpcfg0", PROTECTION_OF_BOTH);
}

void thimble_board_start(void)
{
    protect_memory();
    (void)input_begin();
}

static int read_uart(void)
{
    while ((UART_LINE_STATE & UART_RECEIVED) == 0u) {
    }
    return (int)UART_DATA;
}

int thimble_board_read(void)
{
    return input_read(read_uart);
}

void thimble_board_write(const char *bytes, size_t len)
{
    size_t at;
    for (at = 0; at < len; at++) {
        while ((UART_LINE_STATE & UART_TRANSMIT_EMPTY) == 0u) {
        }
        UART_DATA = (uint8_t)bytes[at];
    }
}

/* The upper half is read before and after the lower one, which may have wrapped between them. */
void thimble_board_clock(thimble_board_time_t *now)
{
    uint32_t again;
    do {
        READ_CSR("minstreth", now->slow);
        READ_CSR("minstret", now->ticks);
        READ_CSR("minstreth", again);
    } while (again != now->slow);
}

uint64_t thimble_board_instructions(const thimble_board_time_t *before, const thimble_board_time_t *after)
{
    uint64_t begun = ((uint64_t)before->slow << 32) + before->ticks;
    return ((((uint64_t)after->slow << 32) + after->ticks) - begun) >> INSTRUCTION_SHIFT;
}

void thimble_board_exit(int status)
{
    thimble_semihosting_exit(status);
}

#endif
