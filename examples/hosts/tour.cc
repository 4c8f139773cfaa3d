// A host in C++: owners for instances, refs and errors, and C++ functions that scripts call.
//
// The header is plain C, and so are the structs. What C++ adds is that nothing is freed by hand, and
// that an error is an exception.

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <vole.h>

namespace {

// An error of Vole.
class Error : public std::runtime_error {
public:
  explicit Error(vole_error &err) : std::runtime_error(err.message ? err.message : "no message") {
    vole_error_clear(&err);
  }
};

struct FreeInstance {
  void operator()(vole *v) const { vole_free(v); }
};

// An object that C++ keeps.
class Ref {
public:
  Ref(vole *v, void *object) : instance(v), ref(vole_hold(v, object)) {}
  Ref(const Ref &) = delete;
  Ref &operator=(const Ref &) = delete;
  ~Ref() { vole_release(instance, ref); }
  void *object() const { return vole_ref_object(ref); }

private:
  vole *instance;
  vole_ref *ref;
};

// What a script calls Visit with.
using Visitor = std::function<bool(const std::string &, std::int64_t)>;

// An instance with a program.
class Script {
public:
  explicit Script(const std::string &source) {
    vole_error err = {};
    instance.reset(vole_new(nullptr, &err));
    if (!instance ||
        !vole_load_string(instance.get(), "tour.go", source.data(), source.size(), &err))
      throw Error(err);
  }

  // Calls a function with the fields of a struct as arguments, and one for its results.
  template <class In, class Out>
  void call(const char *name, const char *signature, const In &in, Out &out) {
    vole_error err = {};
    struct vole_func *f = vole_func(instance.get(), name, signature, &err);
    if (!f || !vole_call(instance.get(), f, &in, &out, &err))
      throw Error(err);
  }

  // Returns a func value that calls a visitor, which must outlive it.
  void *visitor(Visitor &visit) {
    vole_error err = {};
    const struct vole_type *type = vole_type(instance.get(), "func(string, int) bool", &err);
    void *closure =
        type ? vole_closure_new(instance.get(), type, call_visitor, &visit, &err) : nullptr;
    if (!closure)
      throw Error(err);
    return closure;
  }

  vole_string text(const std::string &s) {
    return vole_string_new(instance.get(), s.data(), s.size());
  }

  vole *get() { return instance.get(); }

private:
  static bool call_visitor(vole *v, void *user, const void *arguments, void *results) {
    struct In {
      vole_string word;
      std::int64_t count;
    };
    const In *in = static_cast<const In *>(arguments);
    try { // no exception may cross the script's frames
      *static_cast<bool *>(results) = (*static_cast<Visitor *>(user))(
          std::string(in->word.ptr, static_cast<std::size_t>(in->word.len)), in->count);
      return true;
    } catch (const std::exception &e) {
      vole_panic(v, e.what());
      return false;
    }
  }

  std::unique_ptr<vole, FreeInstance> instance;
};

const char source[] = R"go(
package main

import (
	"sort"
	"strings"
)

// Visit calls visit with each word of a text and how often it is there, until that returns false.
func Visit(text string, visit func(word string, count int) bool) int {
	counts := map[string]int{}
	for _, w := range strings.Fields(text) {
		counts[w]++
	}
	words := []string{}
	for w := range counts {
		words = append(words, w)
	}
	sort.Strings(words)
	for i, w := range words {
		if !visit(w, counts[w]) {
			return i + 1
		}
	}
	return len(words)
}

func main() {}
)go";

void tour() {
  Script script(source);
  std::vector<std::string> seen;
  Visitor visit = [&](const std::string &word, std::int64_t count) {
    if (word == "error")
      throw std::runtime_error("a visitor threw");
    seen.push_back(word + " " + std::to_string(count));
    return seen.size() < 3;
  };
  Ref closure(script.get(), script.visitor(visit));
  for (const char *text : {"b a b c d a b", "error", "x"}) {
    struct {
      vole_string text;
      void *visit;
    } in = {script.text(text), closure.object()};
    std::int64_t visited = 0;
    try {
      script.call("main.Visit", "func(string, func(string, int) bool) int", in, visited);
      std::printf("visited %lld\n", static_cast<long long>(visited));
    } catch (const Error &e) {
      std::printf("%.*s\n", static_cast<int>(std::strcspn(e.what(), "\n")), e.what());
    }
  }
  for (const std::string &line : seen)
    std::printf("%s\n", line.c_str());
  try {
    Script broken("package main\nfunc main() { undefined() }\n");
  } catch (const Error &e) {
    std::printf("%s", e.what());
  }
}

} // namespace

int main() {
  try {
    tour();
    return 0;
  } catch (const std::exception &e) {
    std::printf("%s\n", e.what());
    return 1;
  }
}
