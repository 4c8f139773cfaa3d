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
