// Which statements end a function: for each that nearly does, and each that does.
package main

func f1(n int) int {
	switch n {
	case 1:
		if n > 0 {
			break
		}
		return 1
	default:
		return 2
	}
}

func f2(n int) int {
L:
	switch n {
	case 1:
		for {
			break L
		}
	default:
		return 2
	}
}

func f3() int {
L:
	for {
		switch {
		default:
			break L
		}
	}
}

func f4() int {
	for {
		switch {
		default:
			break
		}
	}
}

func f5(c chan int) int {
	select {
	case <-c:
		return 1
	case c <- 1:
		if len(c) > 0 {
			break
		}
		panic(1)
	}
}

func f6(c chan int) int {
L:
	select {
	case <-c:
		for {
			if len(c) > 0 {
				break L
			}
		}
	}
}

func f7(x any) int {
	switch x.(type) {
	case int:
		return 1
	case string:
		break
	default:
		panic(x)
	}
}

func f8(n int) int {
	switch n {
	case 1:
		fallthrough
	case 2:
		return 1
	}
}

func f9(n int) int {
	if n > 0 {
		return 1
	} else if n < 0 {
		return 2
	}
}

func f10(n int) int {
	for n > 0 {
		return 1
	}
}

func f11() int {
	{
		goto L
	}
L:
	for range 3 {
		return 1
	}
}

func f12(n int) int {
L:
	for {
		for {
			if n > 0 {
				continue L
			}
			break
		}
		func() {
			for {
				break
			}
		}()
	}
}

func g1(n int) int {
	switch n {
	case 1:
		for {
			break
		}
		return 1
	case 2:
		fallthrough
	default:
		select {}
	}
}

func g2(n int) int {
	if n > 0 {
		panic(n)
	} else {
		{
			return 1
		}
	}
}

func main() {}
