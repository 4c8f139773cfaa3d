// 20,000! by one multiplication after the other, and its digits.
package main

import (
	"fmt"
	"math/big"
)

func main() {
	n := big.NewInt(1)
	for i := int64(2); i <= 20000; i++ {
		n.Mul(n, big.NewInt(i))
	}
	text := n.String()
	fmt.Println(len(text), text[:20])
}
