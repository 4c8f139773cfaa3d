// Matrix multiplies, inverts and powers matrices of floats, and of whole numbers modulo a prime.
package main

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

var errSingular = errors.New("the matrix is singular")

type matrix [][]float64

func zero(rows, columns int) matrix {
	backing := make([]float64, rows*columns)
	m := make(matrix, rows)
	for i := range m {
		m[i], backing = backing[:columns:columns], backing[columns:]
	}
	return m
}

func identity(n int) matrix {
	m := zero(n, n)
	for i := range m {
		m[i][i] = 1
	}
	return m
}

func (m matrix) times(other matrix) (matrix, error) {
	if len(m[0]) != len(other) {
		return nil, fmt.Errorf("cannot multiply %dx%d by %dx%d", len(m), len(m[0]), len(other), len(other[0]))
	}
	result := zero(len(m), len(other[0]))
	for i, row := range m {
		for k, x := range row {
			for j, y := range other[k] {
				result[i][j] += x * y
			}
		}
	}
	return result, nil
}

// inverse works by Gauss and Jordan's elimination.
func (m matrix) inverse() (matrix, error) {
	n := len(m)
	work, result := zero(n, n), identity(n)
	for i := range m {
		copy(work[i], m[i])
	}
	for column := range n {
		pivot := column
		for row := column; row < n; row++ {
			if math.Abs(work[row][column]) > math.Abs(work[pivot][column]) {
				pivot = row
			}
		}
		if math.Abs(work[pivot][column]) < 1e-12 {
			return nil, fmt.Errorf("column %d: %w", column, errSingular)
		}
		work[column], work[pivot] = work[pivot], work[column]
		result[column], result[pivot] = result[pivot], result[column]
		scale := 1 / work[column][column]
		for j := range n {
			work[column][j] *= scale
			result[column][j] *= scale
		}
		for row := range n {
			if factor := work[row][column]; row != column && factor != 0 {
				for j := range n {
					work[row][j] -= factor * work[column][j]
					result[row][j] -= factor * result[column][j]
				}
			}
		}
	}
	return result, nil
}

func (m matrix) String() string {
	var b strings.Builder
	for _, row := range m {
		for _, x := range row {
			if math.Abs(x) < 1e-9 {
				x = 0
			}
			fmt.Fprintf(&b, "%9.3f", x)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const prime = 1_000_000_007

type pair [2][2]uint64

func (a pair) times(b pair) (c pair) {
	for i := range a {
		for j := range b[0] {
			for k := range b {
				c[i][j] = (c[i][j] + a[i][k]*b[k][j]) % prime
			}
		}
	}
	return c
}

// fibonacci by the power of a matrix, modulo the prime.
func fibonacci(n uint64) uint64 {
	result, base := pair{{1, 0}, {0, 1}}, pair{{1, 1}, {1, 0}}
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = result.times(base)
		}
		base = base.times(base)
	}
	return result[0][1]
}

func main() {
	m := matrix{{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}}
	inverse, err := m.inverse()
	fmt.Print(inverse, err, "\n")
	product, _ := m.times(inverse)
	fmt.Print(product)
	_, err = matrix{{1, 2}, {2, 4}}.inverse()
	fmt.Println(err, errors.Is(err, errSingular))
	_, err = m.times(matrix{{1, 2, 3}})
	fmt.Println(err)
	for _, n := range []uint64{1, 10, 100, 1_000_000_000_000} {
		fmt.Println("fibonacci", n, "=", fibonacci(n))
	}
}
