package sort

// What choosing a pivot tells about the order of a range.
const (
	unknown = iota
	rising
	falling
)

// insertion sorts [a, b) by insertion.
func (l *list) insertion(a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && l.less(j, j-1); j-- {
			l.swap(j, j-1)
		}
	}
}

// sink moves the element at root of the heap that begins at first down to its place; the heap ends at end.
func (l *list) sink(root, end, first int) {
	for {
		child := 2*root + 1
		if child >= end {
			return
		}
		if child+1 < end && l.less(first+child, first+child+1) {
			child++
		}
		if !l.less(first+root, first+child) {
			return
		}
		l.swap(first+root, first+child)
		root = child
	}
}

func (l *list) heap(a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		l.sink(i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		l.swap(a, a+i)
		l.sink(0, i, a)
	}
}

// quick sorts [a, b); after limit bad pivots it goes over to heap sort.
func (l *list) quick(a, b, limit int) {
	balanced, partitioned := true, true
	for {
		n := b - a
		if n <= 12 {
			l.insertion(a, b)
			return
		}
		if limit == 0 {
			l.heap(a, b)
			return
		}
		if !balanced {
			l.scatter(a, b)
			limit--
		}
		pivot, order := l.pivot(a, b)
		if order == falling {
			l.reverse(a, b)
			pivot = b - 1 - (pivot - a)
			order = rising
		}
		if balanced && partitioned && order == rising && l.nearlySorted(a, b) {
			return
		}
		// If the pivot equals the element before the range, it is the least: all that equal it are done.
		if a > 0 && !l.less(a-1, pivot) {
			a = l.partitionEqual(a, b, pivot)
			continue
		}
		mid, was := l.partition(a, b, pivot)
		partitioned = was
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			l.quick(a, mid, limit)
			a = mid + 1
		} else {
			balanced = right >= n/8
			l.quick(mid+1, b, limit)
			b = mid
		}
	}
}

// partition puts what is less than the pivot before it and the rest behind; returns where the pivot is, and whether the range was parted already.
func (l *list) partition(a, b, pivot int) (mid int, was bool) {
	l.swap(a, pivot)
	i, j := a+1, b-1
	for i <= j && l.less(i, a) {
		i++
	}
	for i <= j && !l.less(j, a) {
		j--
	}
	was = i > j
	for i <= j {
		l.swap(i, j)
		i++
		j--
		for i <= j && l.less(i, a) {
			i++
		}
		for i <= j && !l.less(j, a) {
			j--
		}
	}
	l.swap(j, a)
	return j, was
}

// partitionEqual puts what equals the pivot first, given that nothing is less; returns where the rest begins.
func (l *list) partitionEqual(a, b, pivot int) int {
	l.swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !l.less(a, i) {
			i++
		}
		for i <= j && l.less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		l.swap(i, j)
		i++
		j--
	}
}

// nearlySorted mends a range in which few neighbours are out of order; false if it gives up.
func (l *list) nearlySorted(a, b int) bool {
	i := a + 1
	for step := 0; step < 5; step++ {
		for i < b && !l.less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < 50 {
			return false
		}
		l.swap(i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1 && l.less(j, j-1); j-- {
				l.swap(j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && l.less(j, j-1); j++ {
				l.swap(j, j-1)
			}
		}
	}
	return false
}

// scatter swaps some elements, to break up a pattern that leads to bad pivots.
func (l *list) scatter(a, b int) {
	n := b - a
	if n < 8 {
		return
	}
	random := uint64(n)
	mask := uint(1)<<uint(bitLen(n)) - 1
	at := a + n/4*2 - 1
	for i := 0; i < 3; i++ {
		random ^= random << 13
		random ^= random >> 7
		random ^= random << 17
		other := int(uint(random) & mask)
		if other >= n {
			other -= n
		}
		l.swap(at+i, a+other)
	}
}

// pivot chooses a pivot: the middle, the median of three, or of three such medians.
func (l *list) pivot(a, b int) (pivot, order int) {
	n := b - a
	swaps := 0
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= 50 {
			i = l.median(i-1, i, i+1, &swaps)
			j = l.median(j-1, j, j+1, &swaps)
			k = l.median(k-1, k, k+1, &swaps)
		}
		j = l.median(i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, rising
	case 12:
		return j, falling
	}
	return j, unknown
}

// median returns which of three elements is in the middle, and counts how often two were the wrong way round.
func (l *list) median(a, b, c int, swaps *int) int {
	if l.less(b, a) {
		*swaps++
		a, b = b, a
	}
	if l.less(c, b) {
		*swaps++
		b, c = c, b
	}
	if l.less(b, a) {
		*swaps++
		a, b = b, a
	}
	return b
}

func (l *list) reverse(a, b int) {
	for i, j := a, b-1; i < j; i, j = i+1, j-1 {
		l.swap(i, j)
	}
}

// stable sorts [0, n) by insertion in blocks, which it then merges in place.
func (l *list) stable(n int) {
	size := 20
	a := 0
	for ; a+size <= n; a += size {
		l.insertion(a, a+size)
	}
	l.insertion(a, n)
	for ; size < n; size *= 2 {
		a = 0
		for ; a+2*size <= n; a += 2 * size {
			l.merge(a, a+size, a+2*size)
		}
		if a+size < n {
			l.merge(a, a+size, n)
		}
	}
}

// merge joins the sorted ranges [a, m) and [m, b) in place, by rotating parts of them (after Kim and Kutzner, SymMerge).
func (l *list) merge(a, m, b int) {
	if m-a == 1 {
		// The one element goes before the first that is not less.
		low, high := m, b
		for low < high {
			mid := int(uint(low+high) >> 1)
			if l.less(mid, a) {
				low = mid + 1
			} else {
				high = mid
			}
		}
		for i := a; i < low-1; i++ {
			l.swap(i, i+1)
		}
		return
	}
	if b-m == 1 {
		// The one element goes behind the last that is not greater.
		low, high := a, m
		for low < high {
			mid := int(uint(low+high) >> 1)
			if !l.less(m, mid) {
				low = mid + 1
			} else {
				high = mid
			}
		}
		for i := m; i > low; i-- {
			l.swap(i, i-1)
		}
		return
	}
	middle := int(uint(a+b) >> 1)
	sum := middle + m
	start, end := a, m
	if m > middle {
		start, end = sum-b, middle
	}
	last := sum - 1
	for start < end {
		c := int(uint(start+end) >> 1)
		if !l.less(last-c, c) {
			start = c + 1
		} else {
			end = c
		}
	}
	end = sum - start
	if start < m && m < end {
		l.rotate(start, m, end)
	}
	if a < start && start < middle {
		l.merge(a, start, middle)
	}
	if middle < end && end < b {
		l.merge(middle, end, b)
	}
}

func (l *list) swapRange(a, b, n int) {
	for i := 0; i < n; i++ {
		l.swap(a+i, b+i)
	}
}

// rotate exchanges the ranges [a, m) and [m, b).
func (l *list) rotate(a, m, b int) {
	i, j := m-a, b-m
	for i != j {
		if i > j {
			l.swapRange(m-i, m, j)
			i -= j
		} else {
			l.swapRange(m-i, m+j-i, i)
			j -= i
		}
	}
	l.swapRange(m-i, m, i)
}
