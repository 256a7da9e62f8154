/* Two tasks that a timer takes turns with, wherever they are: the least of what an operating system does. */
#ifndef TASKS_H
#define TASKS_H

#include <stddef.h>
#include <stdint.h>

/* Runs two functions as tasks, each on a stack of its own of so many words; returns once both have returned. */
void tasks_run(void (*first)(void), uint32_t *first_stack, void (*second)(void), uint32_t *second_stack, size_t words);

/* How often a turn went from one of them to the other. */
uint32_t tasks_switches(void);

/* What only one task has at a time. A task that finds it taken, or has had it, gives its turn away. */
typedef struct {
    volatile uint32_t taken;
} tasks_lock_t;

void tasks_lock(tasks_lock_t *lock);
void tasks_unlock(tasks_lock_t *lock);

#endif
