/* SPDX-License-Identifier: BSD-2-Clause
 *
 * For capdl_bench.sh: makes capDL texts of any size, and measures a command.
 *
 *     spec_bench scalar|array|arm N  a text of about N objects on standard output
 *     spec_bench measure COMMAND...  user and system time in milliseconds and the most memory in
 * KiB; the least of three runs
 *
 * The text is a system of programs as a component compiler makes them: each has a thread, a CSpace,
 * four levels of page tables, 100 frames of which most are filled from a file, and endpoints that
 * it shares with the next one.  Scalar: every object has a line and every capability too; array:
 * what is alike is an array; arm: scalar, for arm11 and with each program in an untyped of its own,
 * as the Isabelle form wants it.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define FRAMES   100u
#define PER_PROG (FRAMES + 8) /* objects */

/* ---- texts ---- */

static void put_scalar_objects(unsigned long p)
{
    printf("p%lu_tcb = tcb (addr: 0x5ff000, ip: 0x401000, sp: 0x464000, prio: 100, max_prio: 100, "
           "affinity: 0, init: [%lu])\n",
           p, p);
    printf("p%lu_cnode = cnode (4 bits)\np%lu_pgd = pgd\np%lu_pud = pud\np%lu_pd = pd\np%lu_pt = "
           "pt\np%lu_ep = ep\np%lu_done = notification\n",
           p, p, p, p, p, p, p);
    for (unsigned f = 0; f < FRAMES; f++) {
        printf("p%lu_frame_%u = frame (4k, fill: [{0 4096 CDL_FrameFill_FileData \"p%lu.elf\" "
               "%u}])\n",
               p, f, p, f * 4096);
    }
}

static void put_scalar_caps(unsigned long p, unsigned long programs)
{
    printf("p%lu_cnode {\n1: p%lu_ep (RWGP)\n2: p%lu_ep (WP, badge: %lu)\n3: p%lu_done (R)\n}\n", p,
           p, (p + 1) % programs, p + 1, p);
    printf("p%lu_tcb {\ncspace: p%lu_cnode (guard_size: 60)\nvspace: p%lu_pgd\nipc_buffer_slot: "
           "p%lu_frame_0 (RW)\n}\n",
           p, p, p, p);
    printf("p%lu_pgd {\n0: p%lu_pud\n}\np%lu_pud {\n0: p%lu_pd\n}\np%lu_pd {\n2: p%lu_pt\n}\n", p,
           p, p, p, p, p);
    printf("p%lu_pt {\n", p);
    for (unsigned f = 0; f < FRAMES; f++) {
        printf("%u: p%lu_frame_%u (%s)\n", f == 0 ? 511 : f, p, f, f < 50 ? "RX" : "RW");
    }
    puts("}");
}

static void put_scalar(unsigned long programs)
{
    puts("arch aarch64\nobjects {");
    for (unsigned long p = 0; p < programs; p++) {
        put_scalar_objects(p);
    }
    puts("}\ncaps {");
    for (unsigned long p = 0; p < programs; p++) {
        put_scalar_caps(p, programs);
    }
    puts("}");
}

static void put_array(unsigned long programs)
{
    printf("arch aarch64\nobjects {\ncnode[%lu] = cnode (4 bits)\npgd[%lu] = pgd\npud[%lu] = "
           "pud\npd[%lu] = pd\npt[%lu] = pt\nep[%lu] = ep\ndone[%lu] = notification\n",
           programs, programs, programs, programs, programs, programs, programs);
    printf("tcb[%lu] = tcb (addr: 0x5ff000, ip: 0x401000, sp: 0x464000, prio: 100, max_prio: 100, "
           "affinity: 0)\nframe[%lu] = frame (4k)\n}\ncaps {\n",
           programs, programs * FRAMES);
    for (unsigned long p = 0; p < programs; p++) {
        unsigned long first = p * FRAMES;

        printf("cnode[%lu] { 1: ep[%lu] (RWGP)  2: ep[%lu] (WP, badge: %lu)  3: done[%lu] (R) }\n",
               p, p, (p + 1) % programs, p + 1, p);
        printf("tcb[%lu] { cspace: cnode[%lu] (guard_size: 60)  vspace: pgd[%lu]  ipc_buffer_slot: "
               "frame[%lu] (RW) }\n",
               p, p, p, first);
        printf("pgd[%lu] { 0: pud[%lu] } pud[%lu] { 0: pd[%lu] } pd[%lu] { 2: pt[%lu] }\n", p, p, p,
               p, p, p);
        printf("pt[%lu] { 511: frame[%lu] (RW)  1: frame[%lu..%lu] (RX)  50: frame[%lu..%lu] (RW) "
               "}\n",
               p, first, first + 1, first + 49, first + 50, first + FRAMES - 1);
    }
    puts("}");
}

/* The objects of a program lie in its untyped without gaps: the large ones come first. */
static void put_arm_objects(unsigned long p)
{
    printf("p%lu_mem = ut (19 bits, paddr: 0x%lx) {\np%lu_pd = pd\n", p, 0x80000000ul + (p << 19),
           p);
    for (unsigned f = 0; f < FRAMES; f++) {
        printf("p%lu_frame_%u = frame (4k)\n", p, f);
    }
    printf("p%lu_pt = pt\np%lu_tcb = tcb (addr: 0x1ff000, ip: 0x101000, sp: 0x164000, prio: 100, "
           "max_prio: 100, affinity: 0)\np%lu_cnode = cnode (4 bits)\np%lu_ep = ep\np%lu_done = "
           "notification\n}\n",
           p, p, p, p, p);
}

static void put_arm(unsigned long programs)
{
    puts("arch arm11\nobjects {");
    for (unsigned long p = 0; p < programs; p++) {
        put_arm_objects(p);
    }
    puts("}\ncaps {");
    for (unsigned long p = 0; p < programs; p++) {
        printf(
            "p%lu_cnode {\n1: p%lu_ep (RWGP)\n2: p%lu_ep (WP, badge: %lu)\n3: p%lu_done (R)\n}\n",
            p, p, (p + 1) % programs, p + 1, p);
        printf("p%lu_tcb {\ncspace: p%lu_cnode (guard_size: 28)\nvspace: p%lu_pd\n"
               "ipc_buffer_slot: p%lu_frame_0 (RW)\n}\np%lu_pd {\n1: p%lu_pt\n}\np%lu_pt {\n",
               p, p, p, p, p, p, p);
        for (unsigned f = 0; f < FRAMES; f++) {
            printf("%u: p%lu_frame_%u (%s)\n", f == 0 ? 255 : f, p, f, f < 50 ? "RX" : "RW");
        }
        puts("}");
    }
    puts("}");
}

/* ---- measuring ---- */

static int measure(char **command)
{
    double best = 0;
    long memory = 0;

    for (int run = 0; run < 3; run++) {
        struct rusage usage;
        int status;
        pid_t child = fork();
        double milliseconds;

        if (child == 0) {
            if (freopen("/dev/null", "w", stdout) != NULL &&
                freopen("/dev/null", "w", stderr) != NULL) {
                execv(command[0], command);
            }
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) ||
            WEXITSTATUS(status) != 0) {
            fprintf(stderr, "%s failed\n", command[0]);
            return 1;
        }
        milliseconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
        if (run == 0 || milliseconds < best) {
            best = milliseconds;
        }
        memory = usage.ru_maxrss > memory ? usage.ru_maxrss : memory;
    }
    printf("%.1f %ld\n", best, memory);
    return 0;
}

int main(int argc, char **argv)
{
    unsigned long programs;

    if (argc >= 3 && strcmp(argv[1], "measure") == 0) {
        return measure(argv + 2);
    }
    if (argc != 3) {
        fputs("usage: spec_bench scalar|array|arm N | measure COMMAND...\n", stderr);
        return 2;
    }
    programs = strtoul(argv[2], NULL, 10) / PER_PROG;
    programs = programs == 0 ? 1 : programs;
    if (strcmp(argv[1], "scalar") == 0) {
        put_scalar(programs);
    } else if (strcmp(argv[1], "arm") == 0) {
        put_arm(programs);
    } else {
        put_array(programs);
    }
    return 0;
}
