// Positions in errors are those that //line comments say.
package main

import "fmt"

//line grammar.y:100
func f() { x := 1 }

/*line table.y:7:30*/ func g() { x := 1 }

func h() {
	 //line indented.y:3
	a := 1
//line :9:3
	var b string = 1
//line c:\dir\d.y:12
	return 1
//line e.y:5
L:
}

func main() { fmt.Println(/*line p.y:1:1*/ undefined, /*line q.y:2*/ undefined) }
