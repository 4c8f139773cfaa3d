// The capacity of a constant that is converted to a slice: there is no room to grow.
package main

import "fmt"

var bytes = []byte("package")

func main() {
	b := []byte("foo")
	r := []rune("añb")
	fmt.Println(len(b), cap(b), len(r), cap(r), cap(bytes), cap([]byte("")))
	b = append(b, 'x')
	fmt.Println(string(b), string(append(r, 'z')), string(append(bytes, "!"...)), string(bytes))
}
