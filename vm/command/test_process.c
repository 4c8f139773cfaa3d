// Processes of vole test: see test_process.h.

#include "vm/command/test_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/message.h"

enum { output_block = 64 << 10 };

// In the child.

// Writes why there are no tests to run, and ends the process.
static _Noreturn void fail(enum process_problem problem, const char *text, int errors) {
  FILE *to = fdopen(errors, "w");
  if (to) {
    fprintf(to, "%c%s", problem, text);
    fclose(to);
  }
  fflush(NULL);
  _exit(1);
}

// A compile error as go test shows it: a package that is compiled with tests is named with them.
static const char *shown_error(struct pool *pool, const char *path, const char *message) {
  const char *text = "";
  while (*message) {
    size_t size = strcspn(message, "\n");
    const char *line = pool_copy(pool, message, size);
    const char *package = strncmp(line, "# ", 2) == 0 ? line + 2 : "";
    bool is_tested =
        strcmp(package, path) == 0 || strcmp(package, pool_printf(pool, "%s_test", path)) == 0;
    text = is_tested ? pool_printf(pool, "%s%s [%s.test]\n", text, line, path)
                     : pool_printf(pool, "%s%s\n", text, line);
    message += size + (message[size] == '\n');
  }
  return text;
}

// Reports an error of loading, and ends the process. What is wrong with imports has no line that
// names the package: the package's setup has failed then.
static _Noreturn void fail_load(const struct test_program *program, const struct vole_error *err,
                                int errors) {
  struct pool *pool = program->flags->set.pool;
  const char *path = program->found->path;
  const char *message = err->message ? err->message : "";
  bool is_setup = err->kind == VOLE_ERROR_COMPILE && strncmp(message, "# ", 2) != 0;
  char *text = NULL;
  size_t size;
  FILE *to = open_memstream(&text, &size);
  if (is_setup)
    message = pool_printf(pool, "# %s\n%s", path, message);
  else if (err->kind == VOLE_ERROR_COMPILE)
    message = shown_error(pool, path, message);
  if (to) {
    message_print(pool, program->flags->set.working_folder, message, to);
    fclose(to);
  }
  fail(is_setup ? SETUP_FAILED : BUILD_FAILED, text ? text : message, errors);
}

// The words of the test program.
static char **make_words(const struct test_program *program, int *count) {
  struct pool *pool = program->flags->set.pool;
  const struct text_list *arguments = &program->flags->arguments;
  char **words = pool_alloc(pool, ((size_t)arguments->count + 4) * sizeof *words);
  *count = 0;
  words[(*count)++] = pool_printf(pool, "%s.test", program->found->path);
  if (program->flags->output_folder)
    words[(*count)++] = pool_printf(pool, "-test.outputdir=%s", program->flags->output_folder);
  if (program->profile)
    words[(*count)++] = pool_printf(pool, "-test.coverprofile=%s", program->profile);
  for (int i = 0; i < arguments->count; i++)
    words[(*count)++] = pool_copy(pool, arguments->items[i], strlen(arguments->items[i]));
  return words;
}

static struct vole *load(struct test_program *program, int errors) {
  struct test_cover cover = {.flags = program->flags};
  struct vole_config config = {.loader = packages_load,
                               .loader_user = &program->flags->set,
                               .build_tags = program->flags->set.tags};
  struct vole_error err = {0};
  config.argv = make_words(program, &config.argc);
  command_configure(&config);
  if (program->flags->cover_mode) {
    const char *problem = test_cover_add(&cover, program->covered, program->found->path,
                                         program->packages, program->count);
    if (problem)
      fail(BUILD_FAILED, pool_printf(program->flags->set.pool, "%s\n", problem), errors);
    config.loader = test_cover_load;
    config.loader_user = &cover;
  }
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_load_packages(vole, program->packages, program->count, &err))
    fail_load(program, &err, errors);
  return vole;
}

// Loads and runs the tests in the package's folder.
static _Noreturn void run_child(struct test_program *program, int out, int errors) {
  struct vole_error err = {0};
  const char *folder = program->found->folder;
  struct vole *vole = load(program, errors);
  if (chdir(folder) != 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
    fail(BUILD_FAILED,
         pool_printf(program->flags->set.pool, "chdir %s: %s\n", folder, command_error_text(errno)),
         errors);
  close(out);
  close(errors);
  setenv("PWD", folder, 1);
  int status = vole_run(vole, &err) ? 0 : command_report(&err);
  fflush(NULL);
  _exit(status);
}

// In the parent.

static void close_pipe(const int ends[2]) {
  close(ends[0]);
  close(ends[1]);
}

bool test_process_start(struct test_process *process, struct test_program *program) {
  int out[2], errors[2];
  *process = (struct test_process){.out = -1, .errors = -1};
  clock_gettime(CLOCK_MONOTONIC, &process->start);
  if (pipe2(out, O_CLOEXEC) != 0)
    return false;
  if (pipe2(errors, O_CLOEXEC) != 0) {
    close_pipe(out);
    return false;
  }
  fflush(NULL);
  process->pid = fork();
  if (process->pid < 0) {
    close_pipe(out);
    close_pipe(errors);
    return false;
  }
  if (process->pid == 0) {
    close(out[0]);
    close(errors[0]);
    run_child(program, out[1], errors[1]);
  }
  close(out[1]);
  close(errors[1]);
  process->out = out[0];
  process->errors = errors[0];
  return true;
}

// Reads from a pipe what has come, and closes it at its end.
static size_t read_output(int *fd, struct pool *pool, struct output *output) {
  if (*fd < 0)
    return 0;
  if (output->cap - output->size < output_block) {
    size_t cap = output->cap * 2 + output_block * 2;
    char *larger = pool_alloc(pool, cap);
    if (output->size > 0)
      memcpy(larger, output->data, output->size);
    output->data = larger;
    output->cap = cap;
  }
  ssize_t got = read(*fd, output->data + output->size, output->cap - output->size - 1);
  if (got < 0 && (errno == EINTR || errno == EAGAIN))
    return 0;
  if (got <= 0) {
    close(*fd);
    *fd = -1;
    return 0;
  }
  output->size += (size_t)got;
  output->data[output->size] = '\0';
  return (size_t)got;
}

size_t test_process_read(struct test_process *process, struct pool *pool) {
  struct pollfd waits[] = {{.fd = process->out, .events = POLLIN},
                           {.fd = process->errors, .events = POLLIN}};
  if (poll(waits, 2, 0) <= 0)
    return 0;
  if (waits[1].revents)
    read_output(&process->errors, pool, &process->message);
  return waits[0].revents ? read_output(&process->out, pool, &process->output) : 0;
}

void test_process_wait(struct test_process *process) {
  while (waitpid(process->pid, &process->status, 0) < 0 && errno == EINTR)
    ;
}

double test_process_seconds(const struct test_process *process) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - process->start.tv_sec) +
         (double)(now.tv_nsec - process->start.tv_nsec) / 1e9;
}
