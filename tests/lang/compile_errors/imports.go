package main

import (
	"fmt"
	"nonexistent/pkg"
)

func main() { fmt.Println(pkg.X) }
