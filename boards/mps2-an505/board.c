/*
 * MPS2 with the AN505 image (Cortex-M33), also as QEMU emulates it, by their secure addresses.
 * Reference: Arm DAI 0505, "Application Note AN505".
 */
#define MPS_UART 0x50200000u
#define MPS_UART_HZ 20000000u
#define MPS_FPGAIO 0x50302000u
#define MPS_TICK_NS 50u

#include "mps_board.h"
