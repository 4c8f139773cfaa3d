// Word_count reads text from standard input and prints how often its words occur.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strings"
	"unicode"
)

type entry struct {
	word  string
	count int
}

type totals struct {
	lines, words, runes, bytes int
}

func (t *totals) add(line string) {
	t.lines++
	t.bytes += len(line) + 1
	t.runes += len([]rune(line)) + 1
}

// words splits a line at everything that is neither a letter nor an apostrophe within a word.
func words(line string) []string {
	fields := strings.FieldsFunc(line, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\''
	})
	kept := fields[:0]
	for _, f := range fields {
		if f = strings.Trim(f, "'"); f != "" {
			kept = append(kept, strings.ToLower(f))
		}
	}
	return kept
}

// byCount sorts by falling count, and then by word.
func byCount(counts map[string]int) []entry {
	entries := make([]entry, 0, len(counts))
	for word, count := range counts {
		entries = append(entries, entry{word, count})
	}
	sort.Slice(entries, func(i, j int) bool {
		a, b := entries[i], entries[j]
		if a.count != b.count {
			return a.count > b.count
		}
		return a.word < b.word
	})
	return entries
}

func main() {
	counts := map[string]int{}
	var t totals
	scanner := bufio.NewScanner(os.Stdin)
	for scanner.Scan() {
		line := scanner.Text()
		t.add(line)
		for _, word := range words(line) {
			counts[word]++
			t.words++
		}
	}
	if err := scanner.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "word_count:", err)
		os.Exit(1)
	}

	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "%d lines, %d words (%d different), %d characters, %d bytes\n",
		t.lines, t.words, len(counts), t.runes, t.bytes)
	entries := byCount(counts)
	for _, e := range entries[:min(12, len(entries))] {
		fmt.Fprintf(out, "%5d %-12s %s\n", e.count, e.word, strings.Repeat("*", e.count))
	}
}
