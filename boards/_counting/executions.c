/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plugin of QEMU that counts, address by address, what a firmware executes. It is loaded into QEMU, whose own license
 * is GPL-2.0, and so this one file of the project is under GPL-2.0-or-later; nothing else is linked with it.
 *
 *     gcc -O2 -shared -fPIC -DTHIMBLE_PLUGIN_API=1 executions.c -o executions.so
 *     qemu-system-arm ... -plugin executions.so,out=FILE,mark=ADDRESS,...,constants=FIRST-END,line=BYTES
 *
 * A mark is the address of a function. Each time one of them is called a section ends and the next one begins; FILE
 * gets for each section that a mark has begun the line
 *
 *     section ADDRESS
 *
 * with the mark that began it, and for each instruction that ran in it a line of the address (hexadecimal) and decimal
 * numbers:
 *
 *     ADDRESS EXECUTED ENTERED LEFT UNALIGNED CONSTANTS LINES
 *
 * EXECUTED   how often it ran; instructions of an IT block whose condition did not hold are counted, too
 * ENTERED    how often a branch led to it
 * LEFT       how often the next instruction that ran was another one than that behind it: taken branches
 * UNALIGNED  loads and stores of 2 or 4 bytes at addresses that are no multiple of that
 * CONSTANTS  loads from FIRST on and below END
 * LINES      how many of these were from another line of BYTES than the one before, whichever instruction that was
 *
 * What is used of QEMU is declared here, as its documentation has it (docs/devel/tcg-plugins, API 1 of QEMU 6.0 to 8.2;
 * these calls are the same in API 2, QEMU 9.0 on), so that no header of QEMU is needed. One core only.
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef THIMBLE_PLUGIN_API
#define THIMBLE_PLUGIN_API 1
#endif

#define EXPORTED __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info_t;
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_RW = 3 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*translated)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, void (*executed)(unsigned, void *),
                                          enum qemu_plugin_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction,
                                      void (*accessed)(unsigned, qemu_plugin_meminfo_t, uint64_t, void *),
                                      enum qemu_plugin_cb_flags flags, enum qemu_plugin_mem_rw kind, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t at);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
unsigned qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t info);
int qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
void qemu_plugin_outs(const char *text);

EXPORTED int qemu_plugin_version = THIMBLE_PLUGIN_API;

/* An instruction, wherever QEMU translated it: all counts are those of the section that runs. */
typedef struct instruction {
    uint64_t address;
    uint64_t executed;
    uint64_t entered;
    uint64_t left;
    uint64_t unaligned;
    uint64_t constants;
    uint64_t lines;
    struct instruction *next; /* of those with the same hash */
} instruction_t;

/*
 * A translated block: its instructions run one after the other. Where it ends behind a page, QEMU counts two bytes that
 * it has only looked at to the last instruction, and so the block may end two bytes earlier.
 */
typedef struct block {
    uint64_t start;
    uint64_t end;
    uint64_t early_end;
    uint64_t executed; /* in the section that runs */
    size_t count;
    int is_mark;
    struct block *next; /* of those that ran in the section */
    instruction_t *instructions[];
} block_t;

#define PAGE 1024u
#define BUCKETS 4096u
#define MOST_MARKS 64u

static instruction_t *buckets[BUCKETS];
static uint64_t marks[MOST_MARKS];
static size_t mark_count;
static uint64_t constants_begin;
static uint64_t constants_end;
static unsigned line_shift;
static uint64_t last_line = UINT64_MAX;
static FILE *out;
static block_t *running;  /* those of the section */
static block_t *previous; /* that ran last */
static int is_marked;     /* a mark has begun the section */

static void *required(void *memory)
{
    if (memory == NULL) {
        qemu_plugin_outs("executions: out of memory\n");
        exit(1);
    }
    return memory;
}

static instruction_t *instruction_at(uint64_t address)
{
    instruction_t **bucket = &buckets[(address >> 1) % BUCKETS];
    instruction_t *found;
    for (found = *bucket; found != NULL; found = found->next) {
        if (found->address == address) {
            return found;
        }
    }
    found = (instruction_t *)required(calloc(1, sizeof *found));
    found->address = address;
    found->next = *bucket;
    *bucket = found;
    return found;
}

static void sum_up(block_t *block)
{
    size_t i;
    for (i = 0; i < block->count; i++) {
        block->instructions[i]->executed += block->executed;
    }
    block->executed = 0;
}

/* Writes an instruction once, for two blocks may have it, and forgets its counts. */
static void write_instruction(instruction_t *one)
{
    if (one->executed != 0u && is_marked) {
        fprintf(out, "%" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRIu64, one->address, one->executed, one->entered,
                one->left);
        fprintf(out, " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", one->unaligned, one->constants, one->lines);
    }
    one->executed = 0;
    one->entered = 0;
    one->left = 0;
    one->unaligned = 0;
    one->constants = 0;
    one->lines = 0;
}

/* Ends the section that runs and begins one at a mark. */
static void begin_section(uint64_t mark)
{
    block_t *block;
    size_t i;
    for (block = running; block != NULL; block = block->next) {
        sum_up(block);
    }
    for (block = running; block != NULL; block = block->next) {
        for (i = 0; i < block->count; i++) {
            write_instruction(block->instructions[i]);
        }
    }
    running = NULL;
    is_marked = 1;
    last_line = UINT64_MAX;
    fprintf(out, "section %" PRIx64 "\n", mark);
    fflush(out);
}

static void on_block(unsigned core, void *data)
{
    block_t *block = (block_t *)data;
    const int is_entered = previous != NULL && previous->end != block->start && previous->early_end != block->start;
    (void)core;
    if (is_entered) {
        previous->instructions[previous->count - 1u]->left++;
    }
    if (block->is_mark) {
        begin_section(block->start);
    }
    block->instructions[0]->entered += (uint64_t)is_entered;
    if (block->executed++ == 0u) {
        block->next = running;
        running = block;
    }
    previous = block;
}

static void on_access(unsigned core, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
    instruction_t *instruction = (instruction_t *)data;
    (void)core;
    if ((address & ((1u << qemu_plugin_mem_size_shift(info)) - 1u)) != 0u) {
        instruction->unaligned++;
    }
    if (!qemu_plugin_mem_is_store(info) && address >= constants_begin && address < constants_end) {
        instruction->constants++;
        instruction->lines += address >> line_shift != last_line;
        last_line = address >> line_shift;
    }
}

static int is_mark(uint64_t address)
{
    size_t i;
    for (i = 0; i < mark_count; i++) {
        if (marks[i] == address) {
            return 1;
        }
    }
    return 0;
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *translated)
{
    const size_t count = qemu_plugin_tb_n_insns(translated);
    block_t *block = (block_t *)required(calloc(1, sizeof *block + count * sizeof block->instructions[0]));
    size_t i;
    (void)id;
    for (i = 0; i < count; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(translated, i);
        block->instructions[i] = instruction_at(qemu_plugin_insn_vaddr(instruction));
        block->end = block->instructions[i]->address + qemu_plugin_insn_size(instruction);
        qemu_plugin_register_vcpu_mem_cb(instruction, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW,
                                         block->instructions[i]);
    }
    block->count = count;
    block->start = block->instructions[0]->address;
    block->early_end = block->end % PAGE == 0u ? block->end - 2u : block->end;
    block->is_mark = is_mark(block->start);
    qemu_plugin_register_vcpu_tb_exec_cb(translated, on_block, QEMU_PLUGIN_CB_NO_REGS, block);
}

/* The value of an argument of this name; null of another. */
static const char *value_of(const char *argument, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(argument, name, length) == 0 && argument[length] == '=' ? argument + length + 1u : NULL;
}

static int read_range(const char *value)
{
    char *end;
    constants_begin = strtoull(value, &end, 0);
    if (*end != '-') {
        return 0;
    }
    constants_end = strtoull(end + 1, &end, 0);
    return *end == '\0';
}

static int read_line(const char *value)
{
    const unsigned long bytes = strtoul(value, NULL, 0);
    while (1ul << line_shift < bytes && line_shift < 16u) {
        line_shift++;
    }
    return 1ul << line_shift == bytes;
}

static int read_argument(const char *argument)
{
    const char *value;
    if ((value = value_of(argument, "out")) != NULL) {
        out = fopen(value, "w");
        return out != NULL;
    }
    if ((value = value_of(argument, "mark")) != NULL && mark_count < MOST_MARKS) {
        marks[mark_count++] = strtoull(value, NULL, 0);
        return 1;
    }
    if ((value = value_of(argument, "constants")) != NULL) {
        return read_range(value);
    }
    return (value = value_of(argument, "line")) != NULL && read_line(value);
}

EXPORTED int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv)
{
    int i;
    (void)info;
    for (i = 0; i < argc; i++) {
        if (!read_argument(argv[i])) {
            qemu_plugin_outs("executions: cannot use ");
            qemu_plugin_outs(argv[i]);
            qemu_plugin_outs("\n");
            return -1;
        }
    }
    if (out == NULL) {
        qemu_plugin_outs("executions: out=FILE is missing\n");
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
