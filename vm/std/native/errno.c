// Natives of package syscall for what the system calls its errors and signals.
//
// Go has the texts of the C library with a small first letter, but for a word of capitals.

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "runtime/string.h"
#include "runtime/m.h"
#include "vm/std/natives.h"

enum { error_count = 134, longest_text = 63 };

// Copies a text of the C library as Go has it; one that is not there as "".
static void copy_text(char out[static longest_text + 1], const char *text) {
  snprintf(out, longest_text + 1, "%s", text ? text : "");
  if (islower((unsigned char)out[0]) || out[0] == 0)
    return;
  if (islower((unsigned char)out[1]) || out[1] == ' ')
    out[0] = (char)tolower((unsigned char)out[0]);
}

static char error_texts[error_count][longest_text + 1];

static void copy_error_texts(void) {
  for (int i = 1; i < error_count; i++)
    copy_text(error_texts[i], strerrordesc_np(i));
  copy_text(error_texts[ESTALE], "stale NFS file handle");
}

const char *runtime_error_text(int number) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  m_set_locale();
  pthread_once(&once, copy_error_texts);
  bool known = number > 0 && number < error_count && error_texts[number][0];
  return known ? error_texts[number] : "unknown error";
}

// func errnoText(n int) string
static bool syscall_errno_text(struct g *g, uint64_t *args, uint64_t *results) {
  const char *text = runtime_error_text((int)args[0]);
  char number[32];
  if (strcmp(text, "unknown error") == 0) {
    snprintf(number, sizeof number, "errno %lld", (long long)args[0]);
    text = number;
  }
  native_set_string(results, string_from_c(g, text));
  return true;
}

// func signalText(n int) string: empty if there is no such signal.
static bool syscall_signal_text(struct g *g, uint64_t *args, uint64_t *results) {
  char text[longest_text + 1] = "";
  m_set_locale();
  if (args[0] < NSIG)
    copy_text(text, sigdescr_np((int)args[0]));
  native_set_string(results, string_from_c(g, text));
  return true;
}

const struct native_entry natives_errno[] = {
    {"errnoText", syscall_errno_text, 1, 2},
    {"signalText", syscall_signal_text, 1, 2},
    {NULL},
};
