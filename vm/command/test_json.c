// Events of tests in JSON: see test_json.h.
//
// Package testing begins each line about a test with a mark, for with -json its -test.v is
// "test2json". So such a line is found wherever it begins. All other output belongs to the test that
// the last marked line was about.

#include "vm/command/test_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistr.h>

static const char mark = 0x16;
enum { longest_line = 4096 }; // of what has no end yet, in bytes

// Writing.

// The bytes that JSON does not have as they are. Invalid ones become U+FFFD, as in encoding/json.
static void print_character(FILE *to, ucs4_t c, const char *bytes, int size) {
  static const char *const short_forms[] = {
      ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
  if (c == '"' || c == '\\')
    fprintf(to, "\\%c", (int)c);
  else if (c < sizeof short_forms / sizeof *short_forms && short_forms[c])
    fputs(short_forms[c], to);
  else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029)
    fprintf(to, "\\u%04x", (unsigned)c);
  else if (c == 0xfffd)
    fputs("\\ufffd", to);
  else
    fwrite(bytes, 1, (size_t)size, to);
}

static void print_text(FILE *to, const char *text, size_t size) {
  for (size_t i = 0; i < size;) {
    ucs4_t c;
    int used = u8_mbtoucr(&c, (const uint8_t *)text + i, size - i);
    if (used < 1) {
      c = 0xfffd;
      used = 1;
    }
    print_character(to, c, text + i, used);
    i += (size_t)used;
  }
}

static void print_field(FILE *to, const char *name, const char *text, size_t size) {
  fprintf(to, ",\"%s\":\"", name);
  print_text(to, text, size);
  fputc('"', to);
}

// Writes the time, as RFC 3339 has it, without zeros at the end of the fraction.
static void print_time(FILE *to) {
  struct timespec now;
  struct tm local;
  char text[64], fraction[16], zone[8];
  clock_gettime(CLOCK_REALTIME, &now);
  localtime_r(&now.tv_sec, &local);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
  int digits = snprintf(fraction, sizeof fraction, ".%09ld", now.tv_nsec) - 1;
  while (digits >= 0 && (fraction[digits] == '0' || fraction[digits] == '.')) {
    bool is_dot = fraction[digits] == '.';
    fraction[digits--] = '\0';
    if (is_dot)
      break;
  }
  long offset = local.tm_gmtoff / 60;
  snprintf(zone, sizeof zone, "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(labs(offset) / 60 % 100),
           (int)(labs(offset) % 60));
  fprintf(to, "{\"Time\":\"%s%s%s\"", text, fraction, offset == 0 ? "Z" : zone);
}

// Writes an event up to the fields that only some have.
static void begin_event(const struct test_json *json, const char *action) {
  print_time(json->to);
  print_field(json->to, "Action", action, strlen(action));
  print_field(json->to, "Package", json->package, strlen(json->package));
  if (json->test)
    print_field(json->to, "Test", json->test, strlen(json->test));
}

static void end_event(const struct test_json *json) {
  fputs("}\n", json->to);
  fflush(json->to);
}

static void write_event(const struct test_json *json, const char *action) {
  begin_event(json, action);
  end_event(json);
}

static void write_output(const struct test_json *json, const char *text, size_t size) {
  begin_event(json, "output");
  print_field(json->to, "Output", text, size);
  end_event(json);
}

// Writes a number of seconds as encoding/json does: rounded to thousandths, without zeros behind.
static void print_elapsed(FILE *to, double seconds) {
  fprintf(to, ",\"Elapsed\":%.10g", round(seconds * 1000) / 1000);
}

// Writes the result of the last test that had one.
static void flush_result(struct test_json *json) {
  if (!json->result)
    return;
  begin_event(json, json->result);
  print_elapsed(json->to, json->elapsed);
  end_event(json);
  json->result = NULL;
}

// Lines.

static const struct {
  const char *prefix, *action;
  bool output_first; // the line is written before its event
} updates[] = {{"=== RUN   ", "run", false},  {"=== PAUSE ", "pause", true},
               {"=== CONT  ", "cont", false}, {"=== NAME  ", NULL, false},
               {"=== FUZZ  ", NULL, false},   {"=== ATTR  ", "attr", false}},
  results[] = {{"--- PASS: ", "pass", false},
               {"--- FAIL: ", "fail", false},
               {"--- SKIP: ", "skip", false},
               {"--- BENCH: ", "bench", false}};

static bool begins_with(const char *text, size_t size, const char *prefix) {
  return size >= strlen(prefix) && memcmp(text, prefix, strlen(prefix)) == 0;
}

// "=== ATTR  TestX key value": an event of three fields.
static void write_attribute(struct test_json *json, const char *line, size_t size) {
  const char *name = json->test, *key = memchr(name, ' ', strlen(name));
  const char *value = key ? strchr(key + 1, ' ') : NULL;
  if (value) {
    json->test = pool_copy(json->pool, name, (size_t)(key - name));
    begin_event(json, "attr");
    print_field(json->to, "Key", key + 1, (size_t)(value - key - 1));
    print_field(json->to, "Value", value + 1, strlen(value + 1));
    end_event(json);
  }
  write_output(json, line, size);
}

// Takes a line "=== ...". False: it is no such line.
static bool take_update(struct test_json *json, const char *line, size_t size) {
  for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
    size_t prefix = strlen(updates[i].prefix);
    if (!begins_with(line, size, updates[i].prefix))
      continue;
    flush_result(json);
    json->test = pool_copy(json->pool, line + prefix, size - prefix - (line[size - 1] == '\n'));
    const char *action = updates[i].action;
    if (action && strcmp(action, "attr") == 0) {
      write_attribute(json, line, size);
      return true;
    }
    if (action && !updates[i].output_first)
      write_event(json, action);
    write_output(json, line, size);
    if (action && updates[i].output_first)
      write_event(json, action);
    return true;
  }
  return false;
}

// Takes a line "--- PASS: Test (0.01s)". Its event waits for the output that belongs to it.
static bool take_result(struct test_json *json, const char *line, size_t size) {
  for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
    size_t prefix = strlen(results[i].prefix);
    if (!begins_with(line, size, results[i].prefix))
      continue;
    const char *text = pool_copy(json->pool, line + prefix, size - prefix);
    const char *end = strstr(text, " (");
    flush_result(json);
    json->test = pool_copy(json->pool, text, end ? (size_t)(end - text) : strcspn(text, "\n"));
    json->elapsed = end ? strtod(end + 2, NULL) : 0;
    write_output(json, line, size);
    json->result = results[i].action;
    return true;
  }
  return false;
}

static bool is_line(const char *line, size_t size, const char *text) {
  return size == strlen(text) && memcmp(line, text, size) == 0;
}

// Whether a line tells of an example. What examples print is caught, so their lines bear no mark.
static bool is_of_example(const char *line, size_t size) {
  return begins_with(line, size, "=== RUN   Example") ||
         begins_with(line, size, "--- PASS: Example") ||
         begins_with(line, size, "--- FAIL: Example");
}

// Takes a line that begins with the name of a benchmark: alone if it is about to run.
static void take_benchmark(struct test_json *json, const char *line, size_t size) {
  size_t name = 0;
  while (name < size && (unsigned char)line[name] > ' ')
    name++;
  const char *text = pool_copy(json->pool, line, name);
  bool begins = name + 1 == size && line[name] == '\n';
  flush_result(json);
  // The result has the number of Ps behind the name.
  if (begins || !json->test || strncmp(text, json->test, strlen(json->test)) != 0)
    json->test = text;
  if (begins)
    write_event(json, "run");
}

// Takes a line that is complete, or as much of it as there will be.
static void take_line(struct test_json *json, const char *line, size_t size) {
  bool is_marked = *line == mark;
  line += is_marked;
  size -= is_marked;
  if ((is_marked || is_of_example(line, size)) &&
      (take_update(json, line, size) || take_result(json, line, size) || size == 0))
    return;
  if (is_line(line, size, "PASS\n") || is_line(line, size, "FAIL\n") ||
      begins_with(line, size, "FAIL\t") || begins_with(line, size, "ok  \t")) {
    flush_result(json);
    json->test = NULL;
  }
  if (begins_with(line, size, "Benchmark"))
    take_benchmark(json, line, size);
  write_output(json, line, size);
}

void test_json_begin(struct test_json *json, struct pool *pool, const char *package, FILE *to) {
  *json = (struct test_json){.pool = pool, .package = package, .to = to};
  write_event(json, "start");
}

static void flush_line(struct test_json *json) {
  if (json->size > 0)
    take_line(json, json->line, json->size);
  json->size = 0;
}

void test_json_write(struct test_json *json, const char *text, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (text[i] == mark)
      flush_line(json);
    if (json->size == json->cap) {
      size_t cap = json->cap * 2 + longest_line;
      char *larger = pool_alloc(json->pool, cap);
      if (json->size > 0)
        memcpy(larger, json->line, json->size);
      json->line = larger;
      json->cap = cap;
    }
    json->line[json->size++] = text[i];
    // A character is not divided between two events.
    bool is_long = json->size >= longest_line && (text[i] & 0xc0) != 0x80 && i + 1 < size &&
                   (text[i + 1] & 0xc0) != 0x80;
    if (text[i] == '\n' || is_long)
      flush_line(json);
  }
}

void test_json_end(struct test_json *json, const char *result, double elapsed) {
  flush_line(json);
  flush_result(json);
  json->test = NULL;
  begin_event(json, result);
  print_elapsed(json->to, elapsed);
  if (json->failed_build)
    print_field(json->to, "FailedBuild", json->failed_build, strlen(json->failed_build));
  end_event(json);
}

// Writes an event of a build; text may be NULL.
static void write_build(const char *package, const char *action, const char *text, size_t size,
                        FILE *to) {
  fputs("{\"ImportPath\":\"", to);
  print_text(to, package, strlen(package));
  fputc('"', to);
  print_field(to, "Action", action, strlen(action));
  if (text)
    print_field(to, "Output", text, size);
  fputs("}\n", to);
}

const char *test_json_build(struct pool *pool, const char *package, const char *message, FILE *to) {
  const char *first = NULL;
  while (*message) {
    size_t size = strcspn(message, "\n");
    if (strncmp(message, "# ", 2) == 0) {
      if (first)
        write_build(package, "build-fail", NULL, 0, to);
      package = pool_copy(pool, message + 2, size - 2);
    }
    if (!first)
      first = package;
    size += message[size] == '\n';
    write_build(package, "build-output", message, size, to);
    message += size;
  }
  if (first)
    write_build(package, "build-fail", NULL, 0, to);
  return first ? first : package;
}
