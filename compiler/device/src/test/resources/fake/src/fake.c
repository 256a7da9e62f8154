#include "fake.h"

extern const int8_t fake_weights[1000];

__attribute__((section(".thimble_weights.fake"))) const int8_t fake_weights[1000] = {1, -1};

void fake_sum(const uint16_t *ids, size_t n, int32_t *logits)
{
    int32_t sum = 0;
    size_t at;
    for (at = 0; at < n; at++) {
        sum += ids[at];
    }
    logits[0] = sum * fake_weights[n >> 10];
    logits[1] = -sum;
    logits[2] = (int32_t)n;
}

void fake_spin(uint32_t n)
{
#ifdef __arm__
    __asm__ volatile(".syntax unified\n1: subs %0, %0, #1\n bne 1b" : "+l"(n) : : "cc");
#elif defined(__riscv)
    __asm__ volatile("1: addi %0, %0, -1\n bnez %0, 1b" : "+r"(n) : : "cc");
#else
    (void)n;
#endif
}
