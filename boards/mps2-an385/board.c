/*
 * MPS2 with the AN385 image (Cortex-M3), also as QEMU emulates it.
 * Reference: Arm DAI 0385, "Application Note AN385".
 */
#define MPS_UART 0x40004000u
#define MPS_UART_HZ 25000000u
#define MPS_FPGAIO 0x40028000u
#define MPS_TICK_NS 40u

#include "mps_board.h"
