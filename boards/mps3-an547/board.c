/*
 * MPS3 with the AN547 image (Cortex-M55), also as QEMU emulates it, by their secure addresses.
 * Reference: Arm DAI 0547, "Application Note AN547".
 */
#define MPS_UART 0x59303000u
#define MPS_UART_HZ 25000000u
#define MPS_FPGAIO 0x59302000u
#define MPS_TICK_NS 50u

#include "mps_board.h"

/*
 * The core starts from address 0, the ITCM, and the firmware is elsewhere: this is all that it reads there.
 * thimble_reset then names the real vector table.
 */
extern uint32_t thimble_stack_top[];
void thimble_reset(void);

typedef struct {
    uint32_t *stack_top;
    void (*reset)(void);
} boot_vectors_t;

__attribute__((section(".boot"), used)) static const boot_vectors_t boot_vectors = {thimble_stack_top, thimble_reset};
