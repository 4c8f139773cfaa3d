// Package unicode has properties and case mappings of runes. The data are in C; see vm/std/support/rune_class.h for their version.
package unicode

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
	MaxASCII        = '\u007F'
	MaxLatin1       = '\u00FF'
	Version         = "14.0.0"
)

// The cases that To and CaseRange know.
const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase
)

// UpperLower as a delta says that upper and lower case take turns.
const UpperLower = MaxRune + 1

// RangeTable is a set of runes: ranges in order, without overlaps.
type RangeTable struct {
	R16         []Range16
	R32         []Range32
	LatinOffset int
}

type Range16 struct{ Lo, Hi, Stride uint16 }
type Range32 struct{ Lo, Hi, Stride uint32 }

// CaseRange maps runes from Lo to Hi by adding the delta of the case.
type CaseRange struct {
	Lo    uint32
	Hi    uint32
	Delta d
}

type d [MaxCase]rune

// SpecialCase is a language's own case mappings, which go before the common ones.
type SpecialCase []CaseRange

func IsLetter(r rune) bool
func IsDigit(r rune) bool
func IsSpace(r rune) bool
func IsUpper(r rune) bool
func IsLower(r rune) bool
func IsTitle(r rune) bool
func IsMark(r rune) bool
func IsNumber(r rune) bool
func IsPunct(r rune) bool
func IsSymbol(r rune) bool
func IsControl(r rune) bool
func IsGraphic(r rune) bool
func IsPrint(r rune) bool
func ToUpper(r rune) rune
func ToLower(r rune) rune
func ToTitle(r rune) rune
func SimpleFold(r rune) rune

func isClass(class int, r rune) bool

func class(n int) *RangeTable

// classOf returns the class that a table is of, -1 if it is none of the library's.
func classOf(table *RangeTable) int

// Is reports whether r is in the table.
func Is(rangeTab *RangeTable, r rune) bool {
	if class := classOf(rangeTab); class >= 0 {
		return isClass(class, r)
	}
	if r < 0 {
		return false
	}
	c := uint32(r)
	if n := len(rangeTab.R16); n > 0 && c <= uint32(rangeTab.R16[n-1].Hi) {
		low, high := 0, n
		for low < high {
			mid := (low + high) / 2
			t := rangeTab.R16[mid]
			switch {
			case c < uint32(t.Lo):
				high = mid
			case c > uint32(t.Hi):
				low = mid + 1
			default:
				return t.Stride == 1 || (c-uint32(t.Lo))%uint32(t.Stride) == 0
			}
		}
		return false
	}
	low, high := 0, len(rangeTab.R32)
	for low < high {
		mid := (low + high) / 2
		t := rangeTab.R32[mid]
		switch {
		case c < t.Lo:
			high = mid
		case c > t.Hi:
			low = mid + 1
		default:
			return t.Stride == 1 || (c-t.Lo)%t.Stride == 0
		}
	}
	return false
}

// In reports whether r is in one of the tables.
func In(r rune, ranges ...*RangeTable) bool {
	for _, t := range ranges {
		if Is(t, r) {
			return true
		}
	}
	return false
}

// IsOneOf is In with the arguments the other way round.
func IsOneOf(ranges []*RangeTable, r rune) bool { return In(r, ranges...) }

// To maps r to a case.
func To(_case int, r rune) rune {
	switch _case {
	case UpperCase:
		return ToUpper(r)
	case LowerCase:
		return ToLower(r)
	case TitleCase:
		return ToTitle(r)
	}
	return ReplacementChar
}

// to maps r by the ranges of special, if it is in one.
func (special SpecialCase) to(_case int, r rune) (rune, bool) {
	for _, c := range special {
		if uint32(r) < c.Lo || uint32(r) > c.Hi {
			continue
		}
		delta := c.Delta[_case]
		if delta > MaxRune {
			// The even ones, counted from Lo, are upper case.
			place := (uint32(r) - c.Lo) &^ 1
			if _case == LowerCase {
				place |= 1
			}
			return rune(c.Lo + place), true
		}
		return r + delta, true
	}
	return r, false
}

func (special SpecialCase) ToUpper(r rune) rune {
	if m, ok := special.to(UpperCase, r); ok {
		return m
	}
	return ToUpper(r)
}

func (special SpecialCase) ToTitle(r rune) rune {
	if m, ok := special.to(TitleCase, r); ok {
		return m
	}
	return ToTitle(r)
}

func (special SpecialCase) ToLower(r rune) rune {
	if m, ok := special.to(LowerCase, r); ok {
		return m
	}
	return ToLower(r)
}

// TurkishCase is the case mapping of Turkish: i has a dot in both cases, or in none.
var TurkishCase SpecialCase = SpecialCase{
	{0x0049, 0x0049, d{0, 0x131 - 0x49, 0}},
	{0x0069, 0x0069, d{0x130 - 0x69, 0, 0x130 - 0x69}},
	{0x0130, 0x0130, d{0, 0x69 - 0x130, 0}},
	{0x0131, 0x0131, d{0x49 - 0x131, 0, 0x49 - 0x131}},
}

// AzeriCase is the case mapping of Azerbaijani, which is that of Turkish.
var AzeriCase SpecialCase = TurkishCase
