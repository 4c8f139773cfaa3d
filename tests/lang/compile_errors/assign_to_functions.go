// What no operation can be assigned to is told beside what is wrong with the operation.
package main

import "fmt"

func main() {
	s := "a"
	fmt.Println = 5
	fmt.Println += undefined1
	5 += "a"
	s[0] += "a"
	map[int]struct{ a int }{}[1].a += "a"
	_ = len.x
	_ = s.(undefined2)
	_ = undefined3.(undefined4)
}
