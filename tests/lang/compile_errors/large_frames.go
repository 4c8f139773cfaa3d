// Functions whose parameters and results have 1 GB or more.
package main

type large struct{ b [1500000000]byte }

type half [1 << 29]byte

func (x large) f1() int { return 5 }

func f2(x large) int { return 5 }

func f3() (x large, i int) { return }

func f4(x, y half) {}

func f5(x half) {}

func main() {}
