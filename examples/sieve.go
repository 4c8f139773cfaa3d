// Sieve finds the primes below a number, and some facts about them.
package main

import (
	"fmt"
	"os"
	"strconv"
)

// A bitset holds a bit for each odd number.
type bitset []uint64

func newBitset(n int) bitset      { return make(bitset, (n+127)/128) }
func (b bitset) set(odd int)      { b[odd>>7] |= 1 << (odd >> 1 & 63) }
func (b bitset) has(odd int) bool { return b[odd>>7]>>(odd>>1&63)&1 == 1 }

// primes returns those below the limit.
func primes(limit int) []int {
	composite := newBitset(limit)
	for i := 3; i*i < limit; i += 2 {
		if !composite.has(i) {
			for j := i * i; j < limit; j += 2 * i {
				composite.set(j)
			}
		}
	}
	found := []int{2}
	for i := 3; i < limit; i += 2 {
		if !composite.has(i) {
			found = append(found, i)
		}
	}
	return found
}

// factors splits n into its prime factors.
func factors(n int, primes []int) (result []int) {
	for _, p := range primes {
		if p*p > n {
			break
		}
		for n%p == 0 {
			result = append(result, p)
			n /= p
		}
	}
	if n > 1 {
		result = append(result, n)
	}
	return result
}

func main() {
	limit := 1_000_000
	if len(os.Args) > 1 {
		n, err := strconv.Atoi(os.Args[1])
		if err != nil || n < 3 {
			fmt.Fprintf(os.Stderr, "sieve: %q is no limit: %v\n", os.Args[1], err)
			os.Exit(2)
		}
		limit = n
	}
	all := primes(limit)
	fmt.Println(len(all), "primes below", limit)
	fmt.Println("the first:", all[:15])
	fmt.Println("the last:", all[len(all)-5:])

	twins, gap, after := 0, 0, 0
	for i, p := range all[1:] {
		d := p - all[i]
		if d == 2 {
			twins++
		}
		if d > gap {
			gap, after = d, all[i]
		}
	}
	fmt.Printf("%d twins; the widest gap is %d, after %d\n", twins, gap, after)
	for _, n := range []int{97, 360, 1001, 65536, 999_999, 1_234_567_890} {
		fmt.Printf("%d = %v\n", n, factors(n, all))
	}
}
