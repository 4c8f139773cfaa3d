// Package math/rand gives the numbers of Go for a seed, and unseeded ones in range.
package main

import (
	"fmt"
	"math/rand"
)

func main() {
	r := rand.New(rand.NewSource(42))
	for range 3 {
		fmt.Println(r.Int63(), r.Intn(100), r.Float64(), r.Uint32(), r.Int31n(10), r.Int())
	}
	fmt.Println(r.Perm(10))
	s := []int{1, 2, 3, 4, 5}
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	fmt.Println(s, r.Int63n(1<<40), r.Float32(), r.Uint64(), r.Intn(1<<20))
	fmt.Printf("%.10f %.10f\n", r.NormFloat64(), r.ExpFloat64())
	seen := map[int]bool{}
	for range 1000 {
		n := rand.Intn(10)
		if n < 0 || n > 9 {
			fmt.Println("out of range", n)
		}
		seen[n] = true
	}
	f := rand.Float64()
	fmt.Println(len(seen), f >= 0 && f < 1)
	defer func() { fmt.Println(recover()) }()
	rand.Intn(0)
}
