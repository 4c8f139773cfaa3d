// Huge_arrays works with objects that are larger than what a collector scans in one go: arrays of pointers of some
// hundred KiB, of which parts change while others are being scanned, and large ones without pointers.
//
// Its arguments are the length of the arrays in words and the number of rounds.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

type cell struct {
	at    int
	round int
}

// A record has a pointer far from its beginning.
type record struct {
	numbers [60]int
	next    *record
}

// spread stores a new cell into every so many elements.
func spread(array []*cell, step, round int) {
	for i := round % step; i < len(array); i += step {
		array[i] = &cell{i, round}
	}
}

// rotate moves all elements by a place: a copy of an array onto itself.
func rotate(array []*cell) {
	last := array[len(array)-1]
	copy(array[1:], array)
	array[0] = last
}

func chain(n int) []record {
	records := make([]record, n)
	for i := range records {
		records[i].numbers[59] = i
		records[i].next = &records[(i+1)%n]
	}
	return records
}

func main() {
	sizes := [2]int{40000, 6}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 64 && i == 0 || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: huge_arrays [WORDS [ROUNDS]]; at least 64 words")
			os.Exit(2)
		}
		sizes[i] = n
	}
	n, rounds := sizes[0], sizes[1]
	array := make([]*cell, n)
	var grown []*cell
	for round := range rounds {
		spread(array, n/32, round)
		grown = append(grown, array...) // moves all when there is no room
		rotate(array)
		numbers := make([]int, n)
		for i := 0; i < n; i += 512 {
			if numbers[i] != 0 {
				panic("fresh memory is not zero")
			}
			numbers[i] = i
		}
		records := chain(n / 64)
		at := &records[0]
		for range records {
			at = at.next
		}
		if at != &records[0] {
			panic("the chain is broken")
		}
		if round%2 == 1 {
			clear(grown[:len(grown)/2])
		}
	}
	grown = append([]*cell(nil), grown[:len(grown):len(grown)]...)

	for range 3 {
		runtime.GC()
	}
	cells, sum := 0, 0
	for _, c := range array {
		if c != nil {
			cells++
			sum += c.at + c.round
		}
	}
	for _, c := range grown {
		if c != nil {
			cells++
			sum += c.at + c.round
		}
	}
	fmt.Println(len(grown), "elements grown,", cells, "cells, sum", sum)
}
