// Functions that may end without a return, and returns with too many or too few values.
package main

func a() int {
}

func b(x int) int {
	if x > 0 {
		return 1
	}
}

func c() int {
	for {
	}
}

func d() (int, string) {
	return 1
}

func e() {
	return 1
}

func f() (n int) {
	{
		n := 2
		return
	}
}

func g(x int) int {
	switch x {
	case 1:
		return 1
	default:
		panic("x")
	}
}

func h() int {
	for {
		break
	}
}

func main() {}
