/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adl/base/pass.h"

#define LINE_MAX_BYTES 4096
#define QUIET_MS       200

/* Lines with which the kernel, the boot loader and the root server say that they give up. */
static const char *const failures[] = {
    "kernel panic",
    "adlc-boot: stopped",
    "adlc-init: stopped",
};

/* A boot being watched. */
struct watch {
    const struct run_options *options;
    regex_t *expressions;
    size_t met; /* expectations seen so far */
    size_t sent;
    int input; /* where to type, -1 when there is nothing to be typed */
    bool failed;
    bool at_line_start;        /* the last byte printed ended a line */
    char line[LINE_MAX_BYTES]; /* the line being printed; a longer one is looked at in pieces */
    size_t length;
};

static const char **qemu_command(struct compilation *c, const struct run_options *options)
{
    const struct platform *platform = options->platform;
    size_t count = platform->qemu_arg_count + options->extra_count + 4;
    const char **argv = arena_array(&c->arena, const char *, count);
    size_t at = 0;
    argv[at++] = platform->qemu;
    for (size_t i = 0; i < platform->qemu_arg_count; i++) {
        argv[at++] = platform->qemu_args[i];
    }
    argv[at++] = "-kernel";
    argv[at++] = options->image;
    for (size_t i = 0; i < options->extra_count; i++) {
        argv[at++] = options->extra[i];
    }
    return argv;
}

/* Starts QEMU; its output can be read from `*output` unless that is NULL (then it has our own), and
 * what is written to `*input` is typed, unless that is NULL. */
static pid_t start(const char *const *argv, int *output, int *input)
{
    int ends[2] = {-1, -1}, keys[2] = {-1, -1};
    if ((output != NULL && pipe(ends) != 0) || (input != NULL && pipe(keys) != 0)) {
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* when adlc is killed, no guest stays behind */
        if (output != NULL) {
            dup2(input != NULL ? keys[0] : open("/dev/null", O_RDONLY), STDIN_FILENO);
            dup2(ends[1], STDOUT_FILENO);
            dup2(ends[1], STDERR_FILENO);
            close(ends[0]);
            close(ends[1]);
        }
        if (input != NULL) {
            close(keys[1]);
            signal(SIGPIPE, SIG_DFL);
        }
        /* execvp takes its arguments without const for historical reasons; it changes nothing. */
        union {
            const char *const *given;
            char *const *taken;
        } arguments = {.given = argv};
        execvp(argv[0], arguments.taken);
        _exit(127);
    }
    if (output != NULL) {
        close(ends[1]);
        *output = ends[0];
    }
    if (input != NULL) {
        close(keys[0]);
        *input = keys[1];
    }
    return child;
}

/* Types what is due. A guest that has ended takes nothing; its output tells. */
static void type(struct watch *w)
{
    const struct run_options *options = w->options;
    while (w->sent < options->send_count && options->sends[w->sent].after <= w->met) {
        const char *text = options->sends[w->sent++].text;
        ssize_t written = write(w->input, text, strlen(text));
        (void)written;
    }
}

/* Looks at the text of the current line. */
static void look(struct watch *w)
{
    w->line[w->length] = '\0';
    const struct run_options *options = w->options;
    if (w->met < options->expect_count &&
        regexec(&w->expressions[w->met], w->line, 0, NULL, 0) == 0) {
        w->met++;
        w->length = 0;
        return;
    }
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        w->failed = w->failed || strstr(w->line, failures[i]) != NULL;
    }
}

static bool decided(const struct watch *w)
{
    bool all_met = w->options->expect_count > 0 && w->met == w->options->expect_count;
    return all_met || w->failed;
}

static void take(struct watch *w, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size && !decided(w); i++) {
        if (bytes[i] == '\n' || bytes[i] == '\r' || w->length == LINE_MAX_BYTES - 1) {
            look(w);
            w->length = 0;
        }
        if (bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\0') {
            w->line[w->length++] = bytes[i];
        }
    }
}

/* How long to wait for output, in milliseconds: till the end (-1: for ever), but a line that has
 * begun is looked at once nothing has come for a while, since a prompt has no line end. */
static int patience(const struct watch *w, uint64_t end)
{
    int wait = -1;
    if (w->options->timeout > 0) {
        uint64_t now = pass_clock();
        wait = now < end ? (int)((end - now) / 1000000u) + 1 : 0;
    }
    return w->length > 0 && (wait < 0 || wait > QUIET_MS) ? QUIET_MS : wait;
}

/* Prints and looks at what has come; false when the guest has ended. */
static bool take_output(struct watch *w, int output)
{
    char bytes[4096];
    ssize_t size = read(output, bytes, sizeof(bytes));
    if (size <= 0) {
        look(w); /* a last line without its end */
        return false;
    }
    if (w->options->capture != NULL) {
        strbuf_put_bytes(w->options->capture, bytes, (size_t)size);
    } else {
        fwrite(bytes, 1, (size_t)size, stdout);
        fflush(stdout);
        w->at_line_start = bytes[size - 1] == '\n';
    }
    take(w, bytes, (size_t)size);
    return true;
}

/* Reads until the outcome is known, the guest ends or time is up. */
static enum run_outcome follow(struct watch *w, int output)
{
    uint64_t end = pass_clock() + (uint64_t)w->options->timeout * 1000000000u;
    type(w);
    while (!decided(w)) {
        struct pollfd ready = {.fd = output, .events = POLLIN};
        int wait = patience(w, end);
        int count = poll(&ready, 1, wait);
        if (count < 0 && errno != EINTR) {
            return RUN_TOOL_FAILED;
        }
        if (count == 0 && w->length > 0) {
            look(w);
        }
        if (count > 0 && !take_output(w, output)) {
            break;
        }
        type(w);
        /* A guest that never stops printing is over time, too. */
        if (w->options->timeout > 0 && pass_clock() >= end && !decided(w)) {
            return RUN_TIMED_OUT;
        }
    }
    return w->met == w->options->expect_count && !w->failed ? RUN_SEEN : RUN_GUEST_FAILED;
}

static bool compile_expressions(struct compilation *c, struct watch *w)
{
    const struct run_options *options = w->options;
    w->expressions = arena_array(&c->arena, regex_t, options->expect_count);
    for (size_t i = 0; i < options->expect_count; i++) {
        int code = regcomp(&w->expressions[i], options->expect[i], REG_EXTENDED | REG_NOSUB);
        if (code != 0) {
            char text[200];
            regerror(code, &w->expressions[i], text, sizeof(text));
            diag_report(&c->diags, DIAG_EXPECTATION, SPAN_NONE,
                        "`%s` is not a regular expression: %s", options->expect[i], text);
            for (size_t k = 0; k < i; k++) {
                regfree(&w->expressions[k]);
            }
            return false;
        }
    }
    return true;
}

static void report_start(struct compilation *c, const struct platform *platform)
{
    struct diag *d =
        diag_report(&c->diags, DIAG_TOOL_MISSING, SPAN_NONE, "cannot start `%s`", platform->qemu);
    diag_hint(d, "on Debian: apt-get install qemu-system-misc qemu-system-arm opensbi");
}

/* QEMU with the terminal: its exit is the outcome. */
static enum run_outcome run_interactive(struct compilation *c, const struct run_options *options)
{
    int status = 0;
    pid_t child = start(qemu_command(c, options), NULL, NULL);
    if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) == 127) {
        report_start(c, options->platform);
        return RUN_TOOL_FAILED;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? RUN_SEEN : RUN_GUEST_FAILED;
}

enum run_outcome run_image(struct compilation *c, const struct run_options *options)
{
    if (options->expect_count == 0 && options->send_count == 0 && options->timeout == 0) {
        return run_interactive(c, options);
    }
    struct watch *w = arena_new(&c->arena, struct watch);
    w->options = options;
    w->at_line_start = true;
    if (!compile_expressions(c, w)) {
        return RUN_BAD_EXPECTATION;
    }
    int output = -1, status = 0;
    if (options->send_count > 0) {
        signal(SIGPIPE, SIG_IGN);
    }
    pid_t child =
        start(qemu_command(c, options), &output, options->send_count > 0 ? &w->input : NULL);
    enum run_outcome outcome = RUN_TOOL_FAILED;
    if (child > 0) {
        outcome = follow(w, output);
        if (!w->at_line_start) {
            putchar('\n');
        }
        kill(child, SIGKILL);
        close(output);
        if (options->send_count > 0) {
            close(w->input);
        }
        waitpid(child, &status, 0);
    }
    if (child < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 127)) {
        report_start(c, options->platform);
        outcome = RUN_TOOL_FAILED;
    }
    for (size_t i = 0; i < options->expect_count; i++) {
        regfree(&w->expressions[i]);
    }
    return outcome;
}

void run_print(struct compilation *c, const struct run_options *options)
{
    const char **argv = qemu_command(c, options);
    for (size_t i = 0; argv[i] != NULL; i++) {
        bool plain = strpbrk(argv[i], " \t'\"$\\*?&;|<>()") == NULL;
        printf(plain ? "%s%s" : "%s'%s'", i > 0 ? " " : "", argv[i]);
    }
    putchar('\n');
}
