/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/process.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/strbuf.h"

/* The parent's ends of the child's streams; -1 = closed or not collected. */
struct process_pipes {
    int input, output, errors;
};

static void process_close(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* Makes a pipe whose ends do not leak into other children. */
static bool process_make_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        ends[0] = ends[1] = -1;
        return false;
    }
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

/* execvp takes non-const pointers for historical reasons and does not write through them. */
static char *const *process_exec_arguments(const char *const *argv)
{
    union {
        const char *const *given;
        char *const *wanted;
    } both = {.given = argv};

    return both.wanted;
}

/* In the child: wires the streams, changes folder, becomes the program. On failure tells the
 * parent errno through `report`. */
static _Noreturn void process_become(const struct process_request *request, const int streams[3],
                                     int report)
{
    int code;

    signal(SIGPIPE, SIG_DFL);
    for (int i = 0; i < 3; i++) {
        if (streams[i] >= 0 && dup2(streams[i], i) < 0) {
            _exit(127);
        }
    }
    if (request->directory == NULL || chdir(request->directory) == 0) {
        execvp(request->argv[0], process_exec_arguments(request->argv));
    }
    code = errno;
    while (write(report, &code, sizeof(code)) < 0 && errno == EINTR) {
    }
    _exit(127);
}

/* Writes some of the input; closes it when done or when the child no longer wants it. */
static void process_feed(const struct process_request *request, int *fd, size_t *done)
{
    ssize_t put = 0;

    if (*done < request->input_size) {
        put = write(*fd, request->input + *done, request->input_size - *done);
    }
    if (put > 0) {
        *done += (size_t)put;
    }
    if (*done == request->input_size || (put < 0 && errno != EINTR && errno != EAGAIN)) {
        process_close(fd);
    }
}

/* Reads some output; false if it goes over the limit. */
static bool process_collect(int *fd, struct strbuf *into, size_t limit)
{
    char chunk[4096];
    ssize_t got = read(*fd, chunk, sizeof(chunk));

    if (got > 0) {
        strbuf_put_bytes(into, chunk, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        process_close(fd);
    }
    return limit == 0 || into->size <= limit;
}

/* Feeds and collects until all streams are closed; false if the output is over the limit. */
static bool process_serve(const struct process_request *request, struct process_pipes *pipes,
                          struct strbuf *output, struct strbuf *errors)
{
    size_t fed = 0;
    bool within = true;

    while (within && (pipes->input >= 0 || pipes->output >= 0 || pipes->errors >= 0)) {
        struct pollfd waits[3] = {
            {.fd = pipes->input,  .events = POLLOUT},
            {.fd = pipes->output, .events = POLLIN },
            {.fd = pipes->errors, .events = POLLIN },
        };

        if (poll(waits, 3, -1) < 0) {
            continue;
        }
        if (waits[0].revents != 0) {
            process_feed(request, &pipes->input, &fed);
        }
        if (waits[1].revents != 0) {
            within = process_collect(&pipes->output, output, request->output_limit);
        }
        if (waits[2].revents != 0) {
            within = process_collect(&pipes->errors, errors, request->output_limit) && within;
        }
    }
    return within;
}

static int process_wait(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* All pipes of one run: [0] is the read end, [1] the write end. */
struct process_plumbing {
    int input[2], output[2], errors[2], report[2];
};

static void process_close_all(struct process_plumbing *plumbing)
{
    for (int i = 0; i < 2; i++) {
        process_close(&plumbing->input[i]);
        process_close(&plumbing->output[i]);
        process_close(&plumbing->errors[i]);
        process_close(&plumbing->report[i]);
    }
}

static bool process_open_all(struct process_plumbing *plumbing, bool collect)
{
    *plumbing = (struct process_plumbing){
        {-1, -1},
        {-1, -1},
        {-1, -1},
        {-1, -1}
    };
    return process_make_pipe(plumbing->report) && process_make_pipe(plumbing->input) &&
           (!collect ||
            (process_make_pipe(plumbing->output) && process_make_pipe(plumbing->errors)));
}

/* In the parent, after the fork: serves the child to its end. */
static void process_attend(const struct process_request *request, struct process_plumbing *plumbing,
                           pid_t child, struct process_result *result, struct strbuf *texts)
{
    struct process_pipes pipes;
    int code = 0;

    process_close(&plumbing->input[0]);
    process_close(&plumbing->output[1]);
    process_close(&plumbing->errors[1]);
    process_close(&plumbing->report[1]);
    if (read(plumbing->report[0], &code, sizeof(code)) == (ssize_t)sizeof(code)) {
        result->not_found = true;
    }
    pipes = (struct process_pipes){plumbing->input[1], plumbing->output[0], plumbing->errors[0]};
    fcntl(pipes.input, F_SETFL, O_NONBLOCK);
    if (!process_serve(request, &pipes, &texts[0], &texts[1])) {
        result->over_limit = true;
        kill(child, SIGKILL);
    }
    result->status = process_wait(child);
    if (result->not_found) {
        strbuf_printf(&texts[1], "cannot run %s: %s\n", request->argv[0], strerror(code));
    }
    *plumbing = (struct process_plumbing){
        {-1,                  pipes.input},
        {pipes.output,        -1         },
        {pipes.errors,        -1         },
        {plumbing->report[0], -1         }
    };
}

bool process_run(struct arena *arena, const struct process_request *request,
                 struct process_result *result)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct process_plumbing plumbing;
    struct sigaction before;
    struct strbuf texts[2];
    pid_t child = -1;

    assert(request->argv != NULL && request->argv[0] != NULL);
    *result = (struct process_result){.status = -1};
    strbuf_init(&texts[0], arena);
    strbuf_init(&texts[1], arena);
    if (process_open_all(&plumbing, !request->pass_output)) {
        child = fork();
    }
    if (child == 0) {
        int streams[3] = {plumbing.input[0], plumbing.output[1], plumbing.errors[1]};

        process_become(request, streams, plumbing.report[1]);
    }
    if (child > 0) {
        /* A child that closes its input early must not end us. */
        sigaction(SIGPIPE, &ignore, &before);
        process_attend(request, &plumbing, child, result, texts);
        sigaction(SIGPIPE, &before, NULL);
    }
    process_close_all(&plumbing);
    result->output = texts[0].text;
    result->output_size = texts[0].size;
    result->errors = texts[1].text;
    result->errors_size = texts[1].size;
    return result->status == 0 && !result->over_limit;
}
