// Packages math/rand/v2, unique and the newer parts of math/rand: the same numbers from the same seeds.
package main

import (
	"fmt"
	"math/rand"
	randv2 "math/rand/v2"
	"unique"
)

func main() {
	r := randv2.New(randv2.NewPCG(1, 2))
	fmt.Println(r.Uint64(), r.IntN(10), r.IntN(1<<40), r.Uint32N(7), r.Int64N(1000000007), r.Float64(), r.Float32())
	fmt.Println(r.Perm(10), r.NormFloat64(), r.ExpFloat64(), r.Int(), r.Int32(), r.Uint32(), r.UintN(9), r.Uint64N(1<<50+1), r.Int32N(8))
	var seed [32]byte
	copy(seed[:], "chacha8 seed for test 0123456789")
	c := randv2.NewChaCha8(seed)
	var sum uint64
	for i := 0; i < 2000; i++ {
		sum = sum*31 + c.Uint64()
	}
	b := make([]byte, 13)
	c.Read(b)
	state, _ := c.MarshalBinary()
	again := new(randv2.ChaCha8)
	fmt.Println(sum, b, state, again.UnmarshalBinary(state), again.Uint64() == c.Uint64(), again.UnmarshalBinary(b))
	z := randv2.NewZipf(r, 1.5, 2, 100)
	fmt.Println(z.Uint64(), z.Uint64(), z.Uint64(), z.Uint64())
	state, _ = randv2.NewPCG(7, 8).MarshalBinary()
	fmt.Printf("%q\n", state)
	old := rand.New(rand.NewSource(3))
	oldZipf := rand.NewZipf(old, 1.1, 1, 1000)
	fmt.Println(oldZipf.Uint64(), oldZipf.Uint64(), old.NormFloat64(), old.ExpFloat64(), old.Intn(5))
	fmt.Println(randv2.N(10) < 10, randv2.IntN(3) < 3)
	one, two := unique.Make("a"), unique.Make(string([]byte{'a'}))
	fmt.Println(one == two, one.Value(), unique.Make(5) == unique.Make(6))
}
