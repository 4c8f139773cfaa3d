// fallthrough in blocks: those of a type switch are told of the switch.
package main

func main() {
	var a any
	switch a.(type) {
	case int:
		if a == nil {
			fallthrough
		} else {
			fallthrough
		}
	case string:
		{
			fallthrough
		}
	case bool:
		for {
			fallthrough
		}
	case uint:
		switch {
		case a == nil:
			if true {
				fallthrough
			}
		default:
			fallthrough
		}
	}
}
