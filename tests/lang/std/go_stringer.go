// %#v of a GoStringer: width and precision are those of a string.
package main

import "fmt"

type named struct{ n int }

func (named) GoString() string { return "gö-string" }

func main() {
	for _, format := range []string{"%#v", "%#12v|", "%-#12v|", "%#.3v", "%#8.2v|", "%#.0v|", "%#.20v", "%+#5.1v", "%#x", "%#s"} {
		fmt.Printf(format+"\n", named{1})
		fmt.Printf(format+"\n", []named{{2}, {3}})
	}
}
