// Hello greets the people named on the command line, or the world.
package main

import (
	"fmt"
	"os"
	"strings"
)

func greeting(names []string) string {
	switch len(names) {
	case 0:
		return "Hello, world!"
	case 1:
		return "Hello, " + names[0] + "!"
	}
	last := len(names) - 1
	return fmt.Sprintf("Hello, %s and %s!", strings.Join(names[:last], ", "), names[last])
}

func main() {
	fmt.Println(greeting(os.Args[1:]))
	fmt.Println(greeting([]string{"Gopher"}))
	fmt.Println(greeting([]string{"Ada", "Grace", "世界"}))
}
