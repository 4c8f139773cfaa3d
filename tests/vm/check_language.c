// Programs with what their version of the language lacks: see check_errors.h. The texts are what "go
// tool compile -e -lang=go1.N" of Go 1.26 says.

#include "tests/vm/check_errors.h"

const struct check_language_case check_language_cases[] = {
    // clang-format off
    {17, "package p\ntype T[P any] struct{ p P }\nfunc f[P int](p P) {}\nvar x T[int]\n",
     "p.go:2:8: type parameter requires go1.18 or later (-lang was set to go1.17; check go.mod)\np.go:2:10: predeclared any requires go1.18 or later (-lang was set to go1.17; check go.mod)\np.go:3:8: type parameter requires go1.18 or later (-lang was set to go1.17; check go.mod)\np.go:4:7: type instantiation requires go1.18 or later (-lang was set to go1.17; check go.mod)\n"},
    {17, "package p\ntype I interface { int }\ntype J interface { ~int | string; m() }\n",
     "p.go:2:20: embedding non-interface type int requires go1.18 or later (-lang was set to go1.17; check go.mod)\np.go:3:20: embedding interface element ~int | string requires go1.18 or later (-lang was set to go1.17; check go.mod)\n"},
    {17, "package p\nvar a any\nfunc g(comparable) {}\n",
     "p.go:2:7: predeclared any requires go1.18 or later (-lang was set to go1.17; check go.mod)\np.go:3:8: predeclared comparable requires go1.18 or later (-lang was set to go1.17; check go.mod)\n"},
    {20, "package p\nfunc f(a, b int) int { clear(map[int]int{}); return min(a, b) + max(a, 1) }\n",
     "p.go:2:24: clear requires go1.21 or later (-lang was set to go1.20; check go.mod)\np.go:2:53: built-in min requires go1.21 or later (-lang was set to go1.20; check go.mod)\np.go:2:65: built-in max requires go1.21 or later (-lang was set to go1.20; check go.mod)\n"},
    {21, "package p\nfunc f(n int) { for range n {}\n  for range func(func() bool) {} {} }\n",
     "p.go:2:27: cannot range over n (variable of type int): requires go1.22 or later (-lang was set to go1.21; check go.mod)\np.go:3:13: cannot range over func(func() bool) {} (value of type func(func() bool)): requires go1.23 or later (-lang was set to go1.21; check go.mod)\n"},
    {22, "package p\nfunc f(n int) { for range n {}\n  for range func(func() bool) {} {} }\n",
     "p.go:3:13: cannot range over func(func() bool) {} (value of type func(func() bool)): requires go1.23 or later (-lang was set to go1.22; check go.mod)\n"},
    {25, "package p\nvar p = new(1)\nvar q = new(int)\n",
     "p.go:2:9: new(1) requires go1.26 or later (-lang was set to go1.25; check go.mod)\n"},
    {12, "package p\nvar a = 0b11\nvar b = 0o17\nvar c = 1_000\nvar d = 0x1p-2\nvar e = 017\nfunc f(s int) int { return 1 << s }\n",
     "p.go:2:9: binary literal requires go1.13 or later (-lang was set to go1.12; check go.mod)\np.go:3:9: 0o/0O-style octal literal requires go1.13 or later (-lang was set to go1.12; check go.mod)\np.go:4:9: underscore in numeric literal requires go1.13 or later (-lang was set to go1.12; check go.mod)\np.go:5:9: hexadecimal floating-point literal requires go1.13 or later (-lang was set to go1.12; check go.mod)\np.go:7:33: invalid operation: signed shift count s (variable of type int) requires go1.13 or later (-lang was set to go1.12; check go.mod)\n"},
    {16, "package p\nimport \"unsafe\"\nfunc f(s []int) { _ = (*[2]int)(s); _ = [2]int(s); _ = unsafe.Slice(&s[0], 1) }\n",
     "p.go:3:33: cannot convert s (variable of type []int) to type *[2]int: conversion of slice to array pointer requires go1.17 or later (-lang was set to go1.16; check go.mod)\np.go:3:48: cannot convert s (variable of type []int) to type [2]int: conversion of slice to array requires go1.20 or later (-lang was set to go1.16; check go.mod)\np.go:3:56: unsafe.Slice requires go1.17 or later (-lang was set to go1.16; check go.mod)\n"},
    {19, "package p\nimport \"unsafe\"\nfunc f(s []int) { _ = (*[2]int)(s)\n _ = [2]int(s)\n _ = unsafe.Slice(&s[0], 1)\n _ = unsafe.SliceData(s)\n _ = unsafe.String(nil, 0)\n _ = unsafe.StringData(\"\") }\n",
     "p.go:4:13: cannot convert s (variable of type []int) to type [2]int: conversion of slice to array requires go1.20 or later (-lang was set to go1.19; check go.mod)\np.go:6:6: unsafe.SliceData requires go1.20 or later (-lang was set to go1.19; check go.mod)\np.go:7:6: unsafe.String requires go1.20 or later (-lang was set to go1.19; check go.mod)\np.go:8:6: unsafe.StringData requires go1.20 or later (-lang was set to go1.19; check go.mod)\n"},
    {8, "package p\ntype A = int\n",
     "p.go:2:6: type alias requires go1.9 or later (-lang was set to go1.8; check go.mod)\n"},
    {22, "package p\ntype A[P any] = []P\n",
     "p.go:2:8: generic type alias requires go1.23 or later (-lang was set to go1.22; check go.mod)\n"},
    // clang-format on
};

const int check_language_case_count = sizeof check_language_cases / sizeof check_language_cases[0];
