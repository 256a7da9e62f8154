/*
 * MPS2 with the AN500 image (Cortex-M7), also as QEMU emulates it.
 * Reference: Arm DAI 0500, "Application Note AN500".
 */
#define MPS_UART 0x40004000u
#define MPS_UART_HZ 25000000u
#define MPS_FPGAIO 0x40028000u
#define MPS_TICK_NS 40u

#include "mps_board.h"
