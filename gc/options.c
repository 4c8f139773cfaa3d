// Parsing the settings of GOGC, GOMEMLIMIT, GODEBUG and VOLEDEBUG.

#include "gc/options.h"

#include <stdio.h>
#include <string.h>

// Parses all of text as a decimal number. Returns false if it is none or does not fit.
static bool parse_number(const char *text, size_t length, int64_t *number) {
  bool negative = length > 0 && text[0] == '-';
  size_t first = negative ? 1 : 0;
  *number = 0;
  for (size_t i = first; i < length; i++) {
    int digit = text[i] - '0';
    if (digit < 0 || digit > 9 || __builtin_mul_overflow(*number, 10, number) ||
        __builtin_add_overflow(*number, negative ? -digit : digit, number))
      return false;
  }
  return length > first;
}

bool gc_options_parse_bytes(const char *text, int64_t *bytes) {
  static const struct {
    const char *suffix;
    int shift;
  } units[] = {{"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}, {"B", 0}, {"", 0}};
  if (strcmp(text, "off") == 0) {
    *bytes = INT64_MAX;
    return true;
  }
  size_t length = strlen(text);
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    size_t suffix = strlen(units[i].suffix);
    if (length <= suffix || strcmp(text + length - suffix, units[i].suffix) != 0)
      continue;
    int64_t number;
    if (!parse_number(text, length - suffix, &number) || number < 0)
      return false;
    if (number > INT64_MAX >> units[i].shift)
      return false;
    *bytes = number << units[i].shift;
    return true;
  }
  return false;
}

// A setting of name=value form and where its value goes: exactly one of the pointers is set.
struct setting {
  const char *name;
  int32_t *number;
  uint64_t *size;
};

static const struct setting *find_setting(const struct setting *settings, size_t count,
                                          const char *name, size_t length) {
  for (size_t i = 0; i < count; i++) {
    if (strlen(settings[i].name) == length && memcmp(settings[i].name, name, length) == 0)
      return &settings[i];
  }
  return NULL;
}

static void assign(const struct setting *setting, int64_t value) {
  if (setting->number)
    *setting->number = (int32_t)value;
  else
    *setting->size = (uint64_t)value;
}

// Parses a number, or a word that stands for one.
static bool parse_value(const char *text, size_t length, int64_t *value) {
  bool off = length == 3 && memcmp(text, "off", 3) == 0;
  bool random = length == 6 && memcmp(text, "random", 6) == 0;
  if (!off && !random)
    return parse_number(text, length, value);
  *value = off ? 0 : -1;
  return true;
}

// Splits text at commas and assigns the settings that it knows; a name without value means 1. A
// value that is no number is ignored, or if strict an error: then returns false with a message in
// error.
static bool parse_pairs(const char *text, const struct setting *settings, size_t count, bool strict,
                        char *error, size_t size) {
  while (text && *text) {
    size_t length = strcspn(text, ",");
    const char *equals = memchr(text, '=', length);
    size_t name = equals ? (size_t)(equals - text) : length;
    int64_t value = 1;
    const struct setting *setting = find_setting(settings, count, text, name);
    bool good = !equals || parse_value(equals + 1, length - name - 1, &value);
    if (setting && good)
      assign(setting, value);
    if (setting && !good && strict) {
      snprintf(error, size, "VOLEDEBUG: cannot understand \"%.*s\"", (int)length, text);
      return false;
    }
    text += length;
    if (*text == ',')
      text++;
  }
  return true;
}

// Takes snapshot=FILE out of VOLEDEBUG. Returns false with a message if the name is too long.
static bool parse_snapshot(struct gc_options *out, const char *text, char *error, size_t size) {
  static const char name[] = "snapshot=";
  for (; text && *text; text += text[strcspn(text, ",")] ? strcspn(text, ",") + 1 : strlen(text)) {
    size_t length = strcspn(text, ",");
    if (length < sizeof name - 1 || memcmp(text, name, sizeof name - 1) != 0)
      continue;
    length -= sizeof name - 1;
    if (length >= sizeof out->snapshot) {
      snprintf(error, size, "VOLEDEBUG: the name of the snapshot is too long");
      return false;
    }
    memcpy(out->snapshot, text + sizeof name - 1, length);
    out->snapshot[length] = '\0';
  }
  return true;
}

static void parse_gogc(struct gc_options *out, const char *text) {
  int64_t percent;
  if (strcmp(text, "off") == 0)
    out->gc_percent = -1;
  else if (parse_number(text, strlen(text), &percent) && percent <= INT32_MAX &&
           percent >= INT32_MIN)
    out->gc_percent = percent < 0 ? -1 : (int32_t)percent;
  // Anything else counts as not set, as in Go.
}

static bool parse_debug(struct gc_options *out, const struct gc_config *config, char *error,
                        size_t size) {
  const struct setting go[] = {
      {"gctrace", &out->gctrace, NULL},
      {"gcpacertrace", &out->gcpacertrace, NULL},
      {"scavtrace", &out->scavtrace, NULL},
      {"gcstoptheworld", &out->gc_stop_the_world, NULL},
      {"gccheckmark", &out->gc_checkmark, NULL},
      {"clobberfree", &out->clobber_free, NULL},
      {"invalidptr", &out->invalid_pointer, NULL},
      {"sbrk", &out->sbrk, NULL},
      {"efence", &out->efence, NULL},
      {"madvdontneed", &out->madv_dontneed, NULL},
      {"harddecommit", &out->hard_decommit, NULL},
      {"schedtrace", &out->sched_trace, NULL},
      {"disablethp", &out->disable_thp, NULL},
  };
  int32_t period = 2 * 60 * 1000;
  int32_t record = 0;
  int32_t huge_pages = 0;
  int32_t small_buffers = 0;
  int32_t scavenge = 0;
  int32_t move_stacks = 0;
  int32_t slow_mark = 0;
  int32_t page_scan = 1;
  const struct setting vole[] = {
      {"gcstress", NULL, &out->stress},
      {"verify", &out->verify, NULL},
      {"heapmin", NULL, &out->heap_minimum},
      {"hugepages", &huge_pages, NULL},
      {"smallbufs", &small_buffers, NULL},
      {"seed", NULL, &out->seed},
      {"failcall", NULL, &out->fail_call},
      {"failfrom", NULL, &out->fail_from},
      {"scavenge", &scavenge, NULL},
      {"movestacks", &move_stacks, NULL},
      {"slowmark", &slow_mark, NULL},
      {"gcrecord", &record, NULL},
      {"gcperiod", &period, NULL},
      {"pagescan", &page_scan, NULL},
      {"jit", &out->jit, NULL},
  };
  parse_pairs(config->godebug, go, sizeof go / sizeof go[0], false, error, size);
  if (!parse_pairs(config->voledebug, vole, sizeof vole / sizeof vole[0], true, error, size))
    return false;
  if (!parse_snapshot(out, config->voledebug, error, size))
    return false;
  out->slow_malloc = out->stress != 0 || out->sbrk != 0 || out->efence != 0;
  out->forced_period = (int64_t)(period > 0 ? period : 1) * 1000 * 1000;
  out->record = record != 0;
  out->huge_pages = huge_pages != 0;
  out->small_buffers = small_buffers != 0;
  out->scavenge = scavenge != 0;
  out->move_stacks = move_stacks != 0;
  out->slow_mark = slow_mark != 0;
  out->page_scan = page_scan != 0;
  return true;
}

bool gc_options_parse(struct gc_options *out, const struct gc_config *config, char *error,
                      size_t size) {
  memset(out, 0, sizeof *out);
  out->gc_percent = 100;
  out->memory_limit = INT64_MAX;
  if (config->gogc)
    parse_gogc(out, config->gogc);
  else if (config->gc_percent != 0)
    out->gc_percent = config->gc_percent < 0 ? -1 : config->gc_percent;
  out->invalid_pointer = 1;
  out->madv_dontneed = 1;
  const char *limit = config->gomemlimit;
  if (!limit && config->memory_limit > 0)
    out->memory_limit = config->memory_limit;
  if (limit && limit[0] && !gc_options_parse_bytes(limit, &out->memory_limit)) {
    snprintf(error, size,
             "GOMEMLIMIT=%s\n"
             "fatal error: malformed GOMEMLIMIT; see `go doc runtime/debug.SetMemoryLimit`",
             limit);
    return false;
  }
  return parse_debug(out, config, error, size);
}
