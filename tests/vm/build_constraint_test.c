// Which files belong to a program: what go/build says of the same names and texts, seen with Go 1.26.

#include <criterion/criterion.h>
#include <string.h>

#include "vm/syntax/build_constraint.h"

static const struct {
  const char *name;
  bool matches;
} names[] = {
    {"a.go", true},
    {"linux.go", true},
    {"windows.go", true},
    {"a_linux.go", true},
    {"a_windows.go", false},
    {"a_windows_test.go", false},
    {"a_linux_test.go", true},
    {"a_amd64.go", true},
    {"a_arm64.go", false},
    {"a_linux_amd64.go", true},
    {"a_linux_arm64.go", false},
    {"a_windows_amd64.go", false},
    {"a_windows_amd64_test.go", false},
    {"a_b_386.go", false},
    {"a_unix.go", true},
    {"a_android.go", false},
    {"a_linux_windows.go", false},
    {"amd64_windows.go", false},
    {"a_windows_x.go", true},
    {"a_linux.x_windows.go", true},
    {"windows_amd64.go", true},
    {"arm64_test.go", true},
    {"a_js_wasm.go", false},
    {"a_amd64_linux.go", true},
    {"a_arm64_linux.go", true},
    {"a__windows.go", false},
    {"a_test_windows.go", false},
    {"a_wasip1.go", false},
    {"a_test_test.go", true},
    {"a_windows_test_test.go", true},
};

Test(build_constraint, names_are_matched_as_by_go) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    cr_expect_eq(build_name_matches(names[i].name), names[i].matches, "%s", names[i].name);
}

static const struct {
  const char *text;
  enum build_verdict verdict;
  const char *problem;
} texts[] = {
    {"", BUILD_TAKEN, ""},
    {"package x\n", BUILD_TAKEN, ""},
    {"//go:build linux\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build windows\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build windows\npackage x\n", BUILD_LEFT_OUT, ""},
    {"// +build windows\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"// +build windows\npackage x\n", BUILD_TAKEN, ""},
    {"// a comment\n\n// +build windows\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build linux\n// +build windows\n\npackage x\n", BUILD_TAKEN, ""},
    {"/* a */\n//go:build windows\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"/*\n//go:build windows\n*/\n\npackage x\n", BUILD_TAKEN, ""},
    {"/* a */ //go:build windows\n\npackage x\n", BUILD_TAKEN, ""},
    {"package x\n//go:build windows\n", BUILD_TAKEN, ""},
    {"\xef\xbb\xbf"
     "//go:build windows\n\npackage x\n",
     BUILD_LEFT_OUT, ""},
    {"//go:build windows\r\n\r\npackage x\r\n", BUILD_LEFT_OUT, ""},
    {"// +build windows\r\n\r\npackage x\r\n", BUILD_LEFT_OUT, ""},
    {"//go:build\tlinux\n\npackage x", BUILD_TAKEN, ""},
    {"//go:buildx windows\n\npackage x", BUILD_TAKEN, ""},
    {"// go:build windows\n\npackage x", BUILD_TAKEN, ""},
    {"  //go:build windows\n\npackage x", BUILD_LEFT_OUT, ""},
    {"//+build windows\n\npackage x", BUILD_LEFT_OUT, ""},
    {"//   +build   windows  linux\n\npackage x", BUILD_TAKEN, ""},
    {"// +build linux,!amd64 mine\n\npackage x", BUILD_TAKEN, ""},
    {"// +build linux,!amd64\n\npackage x", BUILD_LEFT_OUT, ""},
    {"// +build linux\n// +build windows\n\npackage x", BUILD_LEFT_OUT, ""},
    {"// +build !!windows\n\npackage x", BUILD_LEFT_OUT, ""},
    {"// +build !\n\npackage x", BUILD_LEFT_OUT, ""},
    {"// +build\n\npackage x", BUILD_LEFT_OUT, ""},
    {"// +build a$b\n\npackage x", BUILD_LEFT_OUT, ""},
    {"// +build ,\n\npackage x", BUILD_LEFT_OUT, ""},
    {"//go:build linux\n//go:build linux\n\npackage x", BUILD_MALFORMED,
     "multiple //go:build comments"},
    {"//go:build windows\n\n/* x */\npackage x", BUILD_LEFT_OUT, ""},
    {"/* x\n*/ package x\n//go:build windows\n", BUILD_TAKEN, ""},
    {"//go:build ignore\n\npackage x", BUILD_LEFT_OUT, ""},
    {"/* x */ /* y\n z */ // t\n//go:build windows\n\npackage x", BUILD_LEFT_OUT, ""},
    {"/* a */\n\n// +build windows\n\npackage x", BUILD_TAKEN, ""},
    {"// +build windows", BUILD_TAKEN, ""},
    {"// +build windows\n", BUILD_TAKEN, ""},
    {"//go:build windows", BUILD_LEFT_OUT, ""},
    {"//go:build linux\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build !linux\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build unix\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build amd64\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build arm64\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build vole\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build gc\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build gccgo\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build purego\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build appengine\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build cgo\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build !cgo\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build go1.1\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build go1.26\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build go1.27\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build go1.026\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build go1.\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build go1\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build go1.0\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build go1.21.3\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build go2.1\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build mine\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build other.tag\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build other\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build linux && amd64\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build linux && windows\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build linux || windows\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build windows || linux && cgo\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build (windows || linux) && !cgo\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build !(linux && arm64)\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build !(!linux)\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build ! linux\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build !windows&&(unix||darwin)\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build ignore\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build linux&&(amd64||!(arm64&&gc))\n\npackage x\n", BUILD_TAKEN, ""},
    {"//go:build \n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected end of expression"},
    {"//go:build (\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: missing close paren"},
    {"//go:build ()\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token )"},
    {"//go:build (linux\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: missing close paren"},
    {"//go:build linux)\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token )"},
    {"//go:build linux windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token windows"},
    {"//go:build !!linux\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: double negation not allowed"},
    {"//go:build ! ! linux\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: double negation not allowed"},
    {"//go:build linux &\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at &"},
    {"//go:build linux & windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at &"},
    {"//go:build linux |\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at |"},
    {"//go:build linux &&\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected end of expression"},
    {"//go:build && linux\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token &&"},
    {"//go:build || linux\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token ||"},
    {"//go:build linux && || windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token ||"},
    {"//go:build li$nux\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at $"},
    {"//go:build $\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at $"},
    {"//go:build linux,windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at ,"},
    {"//go:build linux (windows)\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token ("},
    {"//go:build (linux windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: missing close paren"},
    {"//go:build (linux $\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at $"},
    {"//go:build linux // x\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at /"},
    {"//go:build !\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected end of expression"},
    {"//go:build é\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build linux && é\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build -\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at -"},
    {"//go:build linux ||| windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: invalid syntax at |"},
    {"//go:build !(linux) windows\n\npackage x\n", BUILD_MALFORMED,
     "parsing //go:build line: unexpected token windows"},
    {"//go:build boringcrypto\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build race\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build true\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build false\n\npackage x\n", BUILD_LEFT_OUT, ""},
    {"//go:build amd64.v1\n\npackage x\n", BUILD_TAKEN, ""},
};

Test(build_constraint, lines_are_judged_as_by_go) {
  char problem[build_problem_size];
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    enum build_verdict verdict =
        build_text_matches(texts[i].text, strlen(texts[i].text), "mine,other.tag", problem);
    cr_expect_eq(verdict, texts[i].verdict, "%s: %d", texts[i].text, verdict);
    cr_expect_str_eq(problem, texts[i].problem, "%s", texts[i].text);
  }
}

Test(build_constraint, tags_are_what_the_host_gives) {
  static const char text[] = "//go:build mine\n\npackage x\n";
  char problem[build_problem_size];
  cr_expect_eq(build_text_matches(text, strlen(text), NULL, problem), BUILD_LEFT_OUT);
  cr_expect_eq(build_text_matches(text, strlen(text), "", problem), BUILD_LEFT_OUT);
  cr_expect_eq(build_text_matches(text, strlen(text), "a,mine", problem), BUILD_TAKEN);
  cr_expect_eq(build_text_matches(text, strlen(text), "a,min,ine", problem), BUILD_LEFT_OUT);
}

Test(build_constraint, deep_nesting_is_refused) {
  enum { deep = 4000000 };
  static char text[deep + 64] = "//go:build ";
  char problem[build_problem_size];
  memset(text + strlen(text), '(', deep);
  cr_expect_eq(build_text_matches(text, strlen(text), NULL, problem), BUILD_MALFORMED);
  cr_expect_str_eq(problem, "parsing //go:build line: build expression too large");
}
