// break, continue and goto that lead nowhere, labels that nothing uses, a jump over a declaration.
package main

func main() {
	break
	continue
	for {
		func() { break }()
	}
	goto missing
unused:
	for {
		continue nolabel
	}
	goto jump
	x := 1
jump:
	_ = x
}
