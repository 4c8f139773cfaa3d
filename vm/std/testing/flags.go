//go:build go1.22

package testing

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync/atomic"
)

// Flags that Go 1.19 has not: main packages of tests add them by testdeps.AddFlags.

func isFlagSet(name, value string) bool {
	f := flag.Lookup(name)
	return f != nil && f.Value.String() == value
}

// mark returns what stands before each line about a test that a program reads: it begins a line wherever it stands.
func mark() string {
	if isFlagSet("test.v", "test2json") {
		return "\x16"
	}
	return ""
}

// Updatef writes a line that says itself which test it is about.
func (p *chattyPrinter) Updatef(testName, format string, args ...any) {
	p.lastNameMu.Lock()
	defer p.lastNameMu.Unlock()
	p.lastName = testName
	fmt.Fprintf(p.w, mark()+format, args...)
}

// Printf writes what a test logs, and which test that is if the last line was about another.
func (p *chattyPrinter) Printf(testName, format string, args ...any) {
	p.lastNameMu.Lock()
	defer p.lastNameMu.Unlock()
	if p.lastName != "" && p.lastName != testName {
		fmt.Fprintf(p.w, "%s=== NAME  %s\n", mark(), testName)
	}
	p.lastName = testName
	fmt.Fprintf(p.w, format, args...)
}

// flushToParent gives a line about this test, and what it has written, to its parent. A program that reads the lines gets them at once.
func (c *common) flushToParent(testName, format string, args ...any) {
	p := c.parent
	p.mu.Lock()
	defer p.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	text := fmt.Sprintf(format, args...) + string(c.output)
	c.output = c.output[:0]
	if c.chatty != nil && (p.w == c.chatty.w || mark() != "") {
		c.chatty.Updatef(testName, "%s", text)
	} else {
		fmt.Fprint(p.w, text)
	}
}

// decorate puts before a text where it is logged, and indents it.
func (c *common) decorate(text string, skip int) string {
	frame := c.frameSkip(skip)
	file, line := frame.File, frame.Line
	if line == 0 {
		line = 1
	}
	if file == "" {
		file = "???"
	} else if !isFlagSet("test.fullpath", "true") {
		file = file[strings.LastIndexByte(file, '/')+1:]
	}
	text = strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n        ")
	return fmt.Sprintf("    %s:%d: %s\n", file, line, text)
}

// skipped holds the pattern of -test.skip, which it was made of.
var skipped struct {
	text   string
	filter filterMatch
}

// isSkipped reports whether -test.skip matches the name. The caller holds matchMutex.
func (m *matcher) isSkipped(elements []string) bool {
	f := flag.Lookup("test.skip")
	if f == nil || f.Value.String() == "" {
		return false
	}
	if text := f.Value.String(); skipped.filter == nil || skipped.text != text {
		skipped.text, skipped.filter = text, splitRegexp(text)
		if err := skipped.filter.verify("-test.skip", m.matchFunc); err != nil {
			fmt.Fprintf(os.Stderr, "testing: invalid regexp for %s\n", err)
			os.Exit(1)
		}
	}
	// A pattern with more elements means tests within this one.
	ok, partial := skipped.filter.matches(elements, m.matchFunc)
	return ok && !partial
}

// fullName returns the name of a test with those of its parents, whether it runs, and whether only for the tests in it.
func (m *matcher) fullName(c *common, subname string) (name string, ok, partial bool) {
	name = subname
	m.mu.Lock()
	defer m.mu.Unlock()
	if c != nil && c.level > 0 {
		name = m.unique(c.name, rewrite(subname))
	}
	matchMutex.Lock()
	defer matchMutex.Unlock()
	elements := strings.Split(name, "/")
	ok = true
	if m.filter != nil {
		ok, partial = m.filter.matches(elements, m.matchFunc)
	}
	return name, ok && !m.isSkipped(elements), partial
}

// coverReport says how much of the statements was run, and writes the profile, in the order of files and places.
func coverReport() {
	var names []string
	for name := range cover.Counters {
		names = append(names, name)
	}
	sort.Strings(names)
	var profile strings.Builder
	fmt.Fprintf(&profile, "mode: %s\n", cover.Mode)
	run, all := 0, 0
	for _, name := range names {
		counters, blocks := cover.Counters[name], cover.Blocks[name]
		order := make([]int, len(blocks))
		for i := range order {
			order[i] = i
		}
		sort.Slice(order, func(i, j int) bool {
			a, b := blocks[order[i]], blocks[order[j]]
			return a.Line0 < b.Line0 || a.Line0 == b.Line0 && a.Col0 < b.Col0
		})
		for _, i := range order {
			block := blocks[i]
			count := atomic.LoadUint32(&counters[i])
			all += int(block.Stmts)
			if count > 0 {
				run += int(block.Stmts)
			}
			fmt.Fprintf(&profile, "%s:%d.%d,%d.%d %d %d\n", name, block.Line0, block.Col0, block.Line1, block.Col1, block.Stmts, count)
		}
	}
	if *coverProfile != "" {
		if err := os.WriteFile(toOutputDir(*coverProfile), []byte(profile.String()), 0666); err != nil {
			fmt.Fprintf(os.Stderr, "testing: %s\n", err)
			os.Exit(2)
		}
	}
	if all == 0 {
		fmt.Println("coverage: [no statements]")
		return
	}
	fmt.Printf("coverage: %.1f%% of statements%s\n", 100*float64(run)/float64(all), cover.CoveredPackages)
}
