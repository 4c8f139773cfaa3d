// Package sort sorts slices and other lists.
//
// Sort is a pattern-defeating quicksort: quicksort with insertion sort for short ranges, heap sort when the pivots turn out bad, and short cuts for lists that are
// nearly in order already. It chooses pivots exactly as Go's does, so that equal elements end up in the same order. Ints, Strings and Float64s are written in C.
package sort

import "internal/rt"

// Interface is a list that can be sorted.
type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

// list is what the algorithms work on.
type list struct {
	less func(i, j int) bool
	swap func(i, j int)
}

func bitLen(n int) int {
	bits := 0
	for ; n != 0; n >>= 1 {
		bits++
	}
	return bits
}

// Sort sorts data; equal elements may change their order.
func Sort(data Interface) {
	n := data.Len()
	if n <= 1 {
		return
	}
	l := list{data.Less, data.Swap}
	l.quick(0, n, bitLen(n))
}

// Stable sorts data; equal elements keep their order.
func Stable(data Interface) {
	l := list{data.Less, data.Swap}
	l.stable(data.Len())
}

// Slice sorts the slice x by less, which compares the elements of two indexes.
func Slice(x any, less func(i, j int) bool) {
	l := list{less, rt.Swapper(x)}
	n := rt.Len(x)
	l.quick(0, n, bitLen(n))
}

// SliceStable is Slice that keeps the order of equal elements.
func SliceStable(x any, less func(i, j int) bool) {
	l := list{less, rt.Swapper(x)}
	l.stable(rt.Len(x))
}

func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := rt.Len(x) - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}

func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reversed struct{ Interface }

func (r reversed) Less(i, j int) bool { return r.Interface.Less(j, i) }

// Reverse returns data in the opposite order.
func Reverse(data Interface) Interface { return &reversed{data} }

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x IntSlice) Sort()              { Ints(x) }
func (p IntSlice) Search(x int) int   { return SearchInts(p, x) }

// Float64Slice orders NaN before all numbers.
type Float64Slice []float64

func (x Float64Slice) Len() int { return len(x) }
func (x Float64Slice) Less(i, j int) bool {
	return x[i] < x[j] || x[i] != x[i] && x[j] == x[j]
}
func (x Float64Slice) Swap(i, j int)        { x[i], x[j] = x[j], x[i] }
func (x Float64Slice) Sort()                { Float64s(x) }
func (p Float64Slice) Search(x float64) int { return SearchFloat64s(p, x) }

type StringSlice []string

func (x StringSlice) Len() int            { return len(x) }
func (x StringSlice) Less(i, j int) bool  { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)       { x[i], x[j] = x[j], x[i] }
func (x StringSlice) Sort()               { Strings(x) }
func (p StringSlice) Search(x string) int { return SearchStrings(p, x) }

func Ints(x []int)

// Float64s sorts numbers; NaNs come first.
func Float64s(x []float64) {
	if !sortFloats(x) {
		Sort(Float64Slice(x))
	}
}

// sortFloats sorts x and reports true, unless both 0 and -0 are in x: these are equal, and stand in the order that the algorithm of package sort leaves them in.
func sortFloats(x []float64) bool

func Strings(x []string)
func IntsAreSorted(x []int) bool
func Float64sAreSorted(x []float64) bool
func StringsAreSorted(x []string) bool

// Search returns the smallest index in [0, n) for which f is true, n if there is none; f must be true for all that follow it.
func Search(n int, f func(int) bool) int {
	low, high := 0, n
	for low < high {
		mid := int(uint(low+high) >> 1)
		if f(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// Find returns the smallest index for which cmp is not positive, and whether it is 0 there.
func Find(n int, cmp func(int) int) (i int, found bool) {
	low, high := 0, n
	for low < high {
		mid := int(uint(low+high) >> 1)
		if cmp(mid) > 0 {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < n && cmp(low) == 0
}

func SearchInts(a []int, x int) int {
	low, high := 0, len(a)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if a[mid] < x {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

func SearchFloat64s(a []float64, x float64) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

func SearchStrings(a []string, x string) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}
