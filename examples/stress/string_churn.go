// String_churn makes and drops strings of all lengths: by concatenation, as parts of others, which keep the whole
// alive, through builders, byte slices and runes, and as keys of maps.
//
// Its arguments are the number of words in the text and the number of rounds.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

var syllables = []string{"ba", "do", "ké", "lu", "mi", "ñe", "ро", "si", "tu", "世"}

// word makes the word of a number: its digits are syllables.
func word(n int) string {
	w := ""
	for {
		w += syllables[n%len(syllables)]
		n /= len(syllables)
		if n == 0 {
			return w
		}
	}
}

// number is the inverse.
func number(w string) int {
	n, unit := 0, 1
	for len(w) > 0 {
		for digit, s := range syllables {
			if strings.HasPrefix(w, s) {
				n += digit * unit
				unit *= len(syllables)
				w = w[len(s):]
				break
			}
		}
	}
	return n
}

func text(words, round int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word(i * (round + 1) % words))
	}
	return b.String()
}

// tokens splits a text and keeps one token in 16: a few bytes hold the whole text.
func tokens(s string) []string {
	var kept []string
	for i, w := range strings.Fields(s) {
		if i%16 == 0 {
			kept = append(kept, w)
		}
	}
	return kept
}

func main() {
	sizes := [2]int{400, 6}
	for i, w := range os.Args[1:] {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: string_churn [WORDS [ROUNDS]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	frequency := map[string]int{}
	var kept []string
	for round := range sizes[1] {
		t := text(sizes[0], round)
		for _, w := range tokens(t) {
			frequency[w+"/"+strconv.Itoa(round%2)]++
			kept = append(kept, w)
		}
		runes := []rune(t)
		for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
			runes[i], runes[j] = runes[j], runes[i]
		}
		if back := []byte(string(runes)); len(back) != len(t) {
			panic("a reversed text has another length")
		}
		if strings.Count(strings.ToUpper(t), " ") != sizes[0]-1 {
			panic("a blank was lost")
		}
	}
	for range 3 {
		runtime.GC()
	}
	sum := 0
	for _, w := range kept {
		sum += number(w)
	}
	keys := make([]string, 0, len(frequency))
	for w := range frequency {
		keys = append(keys, w)
	}
	sort.Strings(keys)
	fmt.Println(len(kept), "words kept, sum", sum, "-", len(keys), "different ones, the last is", keys[len(keys)-1])
}
