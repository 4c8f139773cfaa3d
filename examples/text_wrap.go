// Text_wrap lays paragraphs of standard input out in columns: left, right, centred, justified.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

type align int

const (
	left align = iota
	right
	centre
	justified
)

var alignNames = [...]string{left: "left", right: "right", centre: "centre", justified: "justified"}

func (a align) String() string {
	if int(a) < len(alignNames) {
		return alignNames[a]
	}
	return fmt.Sprintf("align(%d)", int(a))
}

// wrap breaks words into lines no wider than width, longer words alone.
func wrap(words []string, width int) (lines [][]string) {
	var line []string
	used := 0
	for _, word := range words {
		n := utf8.RuneCountInString(word)
		if len(line) > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = nil, 0
		}
		if len(line) > 0 {
			used++
		}
		line = append(line, word)
		used += n
	}
	if len(line) > 0 {
		lines = append(lines, line)
	}
	return lines
}

func justify(words []string, width int) string {
	gaps := len(words) - 1
	if gaps == 0 {
		return words[0]
	}
	space := width
	for _, word := range words {
		space -= utf8.RuneCountInString(word)
	}
	var b strings.Builder
	for i, word := range words {
		if i > 0 {
			n := space / gaps
			if i <= space%gaps {
				n++
			}
			b.WriteString(strings.Repeat(" ", n))
		}
		b.WriteString(word)
	}
	return b.String()
}

func place(words []string, width int, how align, last bool) string {
	text := strings.Join(words, " ")
	room := max(0, width-utf8.RuneCountInString(text))
	switch how {
	case right:
		return strings.Repeat(" ", room) + text
	case centre:
		return strings.Repeat(" ", room/2) + text + strings.Repeat(" ", room-room/2)
	case justified:
		if !last {
			return justify(words, width)
		}
		fallthrough
	default:
		return text + strings.Repeat(" ", room)
	}
}

// paragraphs splits at empty lines.
func paragraphs(scanner *bufio.Scanner) (result [][]string) {
	var words []string
	flush := func() {
		if words != nil {
			result = append(result, words)
			words = nil
		}
	}
	for scanner.Scan() {
		fields := strings.Fields(scanner.Text())
		if len(fields) == 0 {
			flush()
		}
		words = append(words, fields...)
	}
	flush()
	return result
}

func main() {
	const width = 34
	for i, words := range paragraphs(bufio.NewScanner(os.Stdin)) {
		how := align(i % len(alignNames))
		lines := wrap(words, width)
		fmt.Printf("┌%s %v, %d lines\n", strings.Repeat("─", 4), how, len(lines))
		for j, line := range lines {
			fmt.Printf("│%s│\n", place(line, width, how, j == len(lines)-1))
		}
	}
	fmt.Println(align(7))
}
