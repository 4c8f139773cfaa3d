// Functions that are built in, where values must stand.
package main

func main() {
	_ = len[int]
	_ = len[1:]
	_ = *len
	_ = (*len).x
	_ = (len)[0]
	_ = new(len)
	_ = cap.x
	_ = []any{len}
	append++
	for range print {
	}
}
