// A host that serves the statistics of its script over HTTP, in the text format of Prometheus.
//
//   prometheus PORT    serves http://127.0.0.1:PORT/ while the script runs
//   prometheus         asks itself once, and prints the names of what it serves
//
// vole_stats may be called by any thread, so the server needs nothing of the script.

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vm/api/vole.h"

static const char source[] = "package main\n"
                             "import \"time\"\n"
                             "type node struct { next *node; data [14]int }\n"
                             "var list *node\n"
                             "func Work(ms int) {\n"
                             "\tfor end := time.Now().Add(time.Duration(ms) * time.Millisecond); "
                             "time.Now().Before(end); {\n"
                             "\t\tlist = nil\n"
                             "\t\tfor i := 0; i < 10000; i++ { list = &node{next: list} }\n"
                             "\t}\n"
                             "}\n"
                             "func main() {}\n";

enum { answer_bytes = 8192, request_bytes = 1024 };

// A server, and what it tells of.
struct server {
  struct vole *vole;
  int socket;
  uint16_t port;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

// Appends a metric: its help, its type and its value. Returns the bytes written.
static int put(char *to, size_t room, const char *name, const char *type, const char *help,
               double value) {
  int count = snprintf(to, room, "# HELP %s %s\n# TYPE %s %s\n%s %.17g\n", name, help, name, type,
                       name, value);
  return count > 0 && (size_t)count < room ? count : 0;
}

static size_t put_all(struct vole *vole, char *to, size_t room) {
  struct vole_stats stats;
  vole_stats(vole, &stats);
  const struct {
    const char *name, *type, *help;
    double value;
  } metrics[] = {
      {"vole_heap_live_bytes", "gauge", "Bytes of allocated objects.", (double)stats.heap_live},
      {"vole_heap_goal_bytes", "gauge", "Where the next cycle should end.",
       (double)stats.heap_goal},
      {"vole_heap_in_use_bytes", "gauge", "Pages with objects.", (double)stats.heap_in_use},
      {"vole_heap_idle_bytes", "gauge", "Free pages.", (double)stats.heap_idle},
      {"vole_heap_released_bytes", "gauge", "Free pages given back.", (double)stats.heap_released},
      {"vole_stack_in_use_bytes", "gauge", "Stacks of goroutines.", (double)stats.stack_in_use},
      {"vole_mapped_bytes", "gauge", "Memory held from the system.", (double)stats.mapped},
      {"vole_goroutines", "gauge", "Goroutines.", (double)stats.goroutines},
      {"vole_allocated_bytes_total", "counter", "Bytes allocated.", (double)stats.allocated},
      {"vole_mallocs_total", "counter", "Objects allocated.", (double)stats.mallocs},
      {"vole_frees_total", "counter", "Objects freed.", (double)stats.frees},
      {"vole_gc_cycles_total", "counter", "Collections.", (double)stats.cycles},
      {"vole_gc_stopped_seconds_total", "counter", "Stops of the world.",
       (double)stats.pause_total_ns / 1e9},
  };
  size_t used = 0;
  for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
    used += (size_t)put(to + used, room - used, metrics[i].name, metrics[i].type, metrics[i].help,
                        metrics[i].value);
  return used;
}

static void write_all(int to, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t done = send(to, bytes, count, MSG_NOSIGNAL);
    if (done <= 0)
      return; // the client has gone
    bytes += done;
    count -= (size_t)done;
  }
}

static void *serve(void *argument) {
  const struct server *server = argument;
  char body[answer_bytes], head[256], request[request_bytes];
  for (int client; (client = accept(server->socket, NULL, NULL)) >= 0; close(client)) {
    if (read(client, request, sizeof request) <= 0)
      continue;
    size_t size = put_all(server->vole, body, sizeof body);
    int count = snprintf(head, sizeof head,
                         "HTTP/1.0 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n"
                         "Content-Length: %zu\r\n\r\n",
                         size);
    write_all(client, head, (size_t)count);
    write_all(client, body, size);
  }
  return NULL;
}

static void listen_on(struct server *server, uint16_t port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  server->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (server->socket < 0 || bind(server->socket, (struct sockaddr *)&address, size) != 0 ||
      listen(server->socket, 8) != 0 ||
      getsockname(server->socket, (struct sockaddr *)&address, &size) != 0)
    fail("prometheus");
  server->port = ntohs(address.sin_port);
}

// Asks the server, and prints the lines of its answer without values.
static void ask(const struct server *server) {
  static const char get[] = "GET /metrics HTTP/1.0\r\n\r\n";
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons(server->port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
    fail("prometheus");
  write_all(fd, get, sizeof get - 1);
  FILE *answer = fdopen(fd, "r");
  char line[256], name[128];
  double value;
  while (answer && fgets(line, sizeof line, answer))
    if (sscanf(line, "vole_%127s %lf", name, &value) == 2)
      printf("vole_%s%s\n", name, value >= 0 ? "" : " is negative");
  if (answer)
    fclose(answer);
}

int main(int argc, char **argv) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  struct vole_func *work = NULL;
  struct server server = {.vole = vole};
  pthread_t thread;
  if (vole && vole_load_string(vole, "work.go", source, sizeof source - 1, &err) &&
      vole_run(vole, &err))
    work = vole_func(vole, "main.Work", "func(int)", &err);
  listen_on(&server, argc > 1 ? (uint16_t)atoi(argv[1]) : 0);
  if (pthread_create(&thread, NULL, serve, &server) != 0)
    fail("prometheus");
  int64_t milliseconds = argc > 1 ? 60000 : 20;
  if (!work || !vole_call(vole, work, &milliseconds, NULL, &err)) {
    fprintf(stderr, "prometheus: %s\n", err.message);
    return 1;
  }
  if (argc == 1)
    ask(&server);
  shutdown(server.socket, SHUT_RDWR);
  pthread_join(thread, NULL);
  close(server.socket);
  vole_free(vole);
  return 0;
}
