// Holes fragments the heap: blocks of all sizes are made and dropped at random, so that what is free lies in holes,
// and each block is checked when it goes.
//
// Its arguments are the number of blocks that live at once and the number that are made.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

// A block holds words that tell its number, and a pointer to the block that was made before it and lives.
type block struct {
	number int
	words  []int
	older  *block
}

type random uint64

func (r *random) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r>>33) % uint64(n))
}

// length draws a length in words: mostly small, now and then of some pages.
func (r *random) length() int {
	switch k := r.below(100); {
	case k < 70:
		return 1 + r.below(32)
	case k < 95:
		return 1 + r.below(512)
	default:
		return 1 + r.below(8192)
	}
}

func newBlock(number, length int, older *block) *block {
	b := &block{number, make([]int, length), older}
	for i := range b.words {
		if b.words[i] != 0 {
			panic(fmt.Sprintf("word %d of new block %d is %d", i, number, b.words[i]))
		}
		b.words[i] = number + i
	}
	return b
}

func (b *block) must() {
	for i, word := range b.words {
		if word != b.number+i {
			panic(fmt.Sprintf("word %d of block %d is %d", i, b.number, word))
		}
	}
}

func main() {
	sizes := [2]int{100, 1000}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: holes [LIVE [MADE]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	r := random(1)
	live := make([]*block, sizes[0])
	total := 0
	for number := range sizes[1] {
		at := r.below(len(live))
		if old := live[at]; old != nil {
			old.must()
			if old.older != nil {
				old.older.must()
				old.older.older = nil
			}
		}
		live[at] = newBlock(number, r.length(), live[r.below(len(live))])
		total += len(live[at].words)
		if number%256 == 0 {
			for i := range live { // whole regions become free
				if i%8 != 0 && r.below(2) == 0 {
					live[i] = nil
				}
			}
		}
	}
	for range 3 {
		runtime.GC()
	}
	left := 0
	for _, b := range live {
		if b != nil {
			b.must()
			left += len(b.words)
		}
	}
	fmt.Println(sizes[1], "blocks of", total, "words; those left hold", left)
}
