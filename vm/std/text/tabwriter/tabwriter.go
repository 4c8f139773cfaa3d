// Package tabwriter aligns the cells of a text in columns.
//
// A cell is text that ends with a tab; cells of neighbouring lines at the same place form a column, and a column's cells are made equally wide. Text behind the last
// tab of a line belongs to no column.
package tabwriter

import (
	"io"
	"unicode/utf8"
)

const (
	FilterHTML uint = 1 << iota
	StripEscape
	AlignRight
	DiscardEmptyColumns
	TabIndent
	Debug
)

// Escape brackets text that is taken as it is.
const Escape = '\xff'

// cell is a piece of a line.
type cell struct {
	text  []byte
	width int  // in runes
	hard  bool // ended by a tab, not by a vertical tab
}

// Writer collects lines until it knows the widths of their columns.
type Writer struct {
	out                         io.Writer
	minWidth, tabWidth, padding int
	padChar                     byte
	flags                       uint
	lines                       [][]cell
	cell                        []byte
	width                       int    // of cell, in runes
	escaped                     []byte // of an escaped text that has not ended
	end                         byte   // ends an escaped text, an HTML tag (>) or entity (;); 0 outside
	buf                         []byte
	widths                      []int
}

func NewWriter(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	return new(Writer).Init(output, minwidth, tabwidth, padding, padchar, flags)
}

// Init sets up a Writer: cells are at least minwidth wide and have padding behind them, of padchar; if that is a tab, columns are multiples of tabwidth.
func (b *Writer) Init(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	if minwidth < 0 || tabwidth < 0 || padding < 0 {
		panic("negative minwidth, tabwidth, or padding")
	}
	*b = Writer{out: output, minWidth: minwidth, tabWidth: tabwidth, padding: padding, padChar: padchar, flags: flags}
	if padchar == '\t' {
		// Tabs can align to the left only.
		b.flags &^= AlignRight
	}
	b.reset()
	return b
}

func (b *Writer) reset() {
	b.lines = [][]cell{nil}
	b.cell = nil
	b.width = 0
	b.end = 0
	b.widths = b.widths[:0]
}

// addText appends to the cell.
func (b *Writer) addText(text []byte) {
	b.cell = append(b.cell, text...)
	b.width += utf8.RuneCount(text)
}

// endCell makes the text so far a cell of the line; returns how many the line has now.
func (b *Writer) endCell(hard bool) int {
	line := &b.lines[len(b.lines)-1]
	*line = append(*line, cell{b.cell, b.width, hard})
	b.cell = nil
	b.width = 0
	return len(*line)
}

func (b *Writer) startEscape(c byte) {
	switch c {
	case Escape:
		b.end = Escape
	case '<':
		b.end = '>'
	case '&':
		b.end = ';'
	}
}

// endEscape appends an escaped text, which counts by its kind.
func (b *Writer) endEscape(text []byte) {
	switch b.end {
	case Escape:
		inner := text[1 : len(text)-1]
		if b.flags&StripEscape != 0 {
			b.cell = append(b.cell, inner...)
		} else {
			b.cell = append(b.cell, text...)
		}
		b.width += utf8.RuneCount(inner)
	case '>':
		b.cell = append(b.cell, text...)
	case ';':
		b.cell = append(b.cell, text...)
		b.width++
	}
	b.end = 0
}

// Write adds text. What is aligned already is written on.
func (b *Writer) Write(buf []byte) (n int, err error) {
	start := 0
	for i, c := range buf {
		if b.end != 0 {
			if c == b.end {
				// The whole escaped text may have come in several calls.
				pending := append(b.takeEscaped(), buf[start:i+1]...)
				b.endEscape(pending)
				start = i + 1
			}
			continue
		}
		switch c {
		case '\t', '\v', '\n', '\f':
			b.addText(buf[start:i])
			start = i + 1
			cells := b.endCell(c == '\t')
			if c == '\n' || c == '\f' {
				b.lines = append(b.lines, nil)
				if c == '\f' || cells == 1 {
					// A line without tabs ends all columns.
					if err = b.flushLines(); err != nil {
						return i, err
					}
					if c == '\f' && b.flags&Debug != 0 {
						if _, err = b.out.Write([]byte("---\n")); err != nil {
							return i, err
						}
					}
				}
			}
		case Escape:
			b.addText(buf[start:i])
			start = i
			b.startEscape(Escape)
		case '<', '&':
			if b.flags&FilterHTML != 0 {
				b.addText(buf[start:i])
				start = i
				b.startEscape(c)
			}
		}
	}
	if b.end != 0 {
		b.escaped = append(b.escaped, buf[start:]...)
	} else {
		b.addText(buf[start:])
	}
	return len(buf), nil
}

func (b *Writer) takeEscaped() []byte {
	text := b.escaped
	b.escaped = nil
	return text
}

// Flush writes all that is left; an escaped text that does not end is taken as ended.
func (b *Writer) Flush() error {
	if b.end != 0 {
		text := b.takeEscaped()
		if b.end == Escape {
			text = append(text, Escape)
		}
		b.endEscape(text)
	}
	if len(b.cell) > 0 {
		b.endCell(false)
	}
	err := b.flushLines()
	b.reset()
	return err
}

// flushLines writes the complete lines; the last, which may go on, is kept if it is empty.
func (b *Writer) flushLines() error {
	b.buf = b.buf[:0]
	b.widths = b.widths[:0]
	b.format(0, len(b.lines))
	_, err := b.out.Write(b.buf)
	b.lines = [][]cell{nil}
	return err
}

// format writes lines from to; columns to the left of len(b.widths) have their widths. It finds the runs of lines that have a cell in the next column, measures the column
// and does the same for what is right of it.
func (b *Writer) format(from, to int) {
	column := len(b.widths)
	written := from
	for i := from; i < to; i++ {
		if column >= len(b.lines[i])-1 {
			continue
		}
		b.writeLines(written, i)
		written = i
		width := b.minWidth
		empty := true
		for ; i < to && column < len(b.lines[i])-1; i++ {
			c := b.lines[i][column]
			if w := c.width + b.padding; w > width {
				width = w
			}
			if c.width > 0 || c.hard {
				empty = false
			}
		}
		if empty && b.flags&DiscardEmptyColumns != 0 {
			width = 0
		}
		b.widths = append(b.widths, width)
		b.format(written, i)
		b.widths = b.widths[:len(b.widths)-1]
		written = i
		i--
	}
	b.writeLines(written, to)
}

// pad fills a cell of a text up to its width.
func (b *Writer) pad(text, width int, tabs bool) {
	if b.padChar == '\t' || tabs {
		if b.tabWidth == 0 {
			return
		}
		width = (width + b.tabWidth - 1) / b.tabWidth * b.tabWidth
		for n := width - text; n > 0; n -= b.tabWidth {
			b.buf = append(b.buf, '\t')
		}
		return
	}
	for n := width - text; n > 0; n-- {
		b.buf = append(b.buf, b.padChar)
	}
}

func (b *Writer) writeLines(from, to int) {
	for i := from; i < to; i++ {
		tabs := b.flags&TabIndent != 0
		for j, c := range b.lines[i] {
			if j > 0 && b.flags&Debug != 0 {
				b.buf = append(b.buf, '|')
			}
			inColumn := j < len(b.widths)
			switch {
			case c.width == 0 && len(c.text) == 0:
				if inColumn {
					b.pad(0, b.widths[j], tabs)
				}
			case b.flags&AlignRight == 0:
				tabs = false
				b.buf = append(b.buf, c.text...)
				if inColumn {
					b.pad(c.width, b.widths[j], false)
				}
			default:
				tabs = false
				if inColumn {
					b.pad(c.width, b.widths[j], false)
				}
				b.buf = append(b.buf, c.text...)
			}
		}
		if i+1 < len(b.lines) {
			b.buf = append(b.buf, '\n')
		}
	}
}
