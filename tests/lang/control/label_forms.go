// goto, labels, break and continue in all statements.
package main

import "fmt"

func main() {
	i := 0
loop:
	if i < 3 {
		i++
		goto loop
	}
	fmt.Println(i)
outer:
	for i := range 4 {
	inner:
		for j := 0; ; j++ {
			switch {
			case j == 1:
				continue inner
			case j == 3:
				continue outer
			case i == 2:
				break outer
			case j == 2:
				break
			}
			select {
			default:
				if j == 0 {
					break
				}
				fmt.Println(i, j)
			}
			{
				if j > 5 {
					goto done
				}
			}
		}
	}
done:
	{
		goto blk
	}
blk:
	fmt.Println("blk")
sw:
	switch x := 5; {
	case x > 3:
		for {
			break sw
		}
		fallthrough
	case false:
		fmt.Println("no")
	}

	var k int
	for k = 0; k < 10; k++ {
		if k == 3 {
			goto out
		}
	}
out:
	fmt.Println(k)
	for i, fs := 0, []func(){}; i < 3; i++ {
		fs = append(fs, func() { fmt.Print(i, " ") })
		if i == 2 {
			for _, f := range fs {
				f()
			}
		}
	}
	fmt.Println()

}
