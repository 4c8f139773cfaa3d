// An import that does not exist.
package main

import (
	"fmt"
	"nonexistent/pkg"
)

func main() { fmt.Println(pkg.X) }
