// Counts that are too large, in the type in which they are written.
package main

const big = 1 << 20
const typed uint16 = 9999

func main() {
	var v uint8
	_ = 2 << 7777 >> 77
	_ = uint8(1) << 7777
	_ = 1 << 1e4
	_ = 1 << '\U0010ffff'
	_ = 1 << big
	_ = 1 << typed
	_ = v << (1 << 9999)
	_ = 1 << uint64(7777)
}
