// Syntax errors in heads: of functions, if, for and var, and an else without an if.
package main

func f( {
}

func main() {
	if x := 1 {
	}
	for i := 0; i < 3; i++
	{
	}
	var 1x int
	a b
	else {
	}
}
