// JSON of 10 MB: decoded into values of any kind, and encoded again.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

func main() {
	var text strings.Builder
	text.WriteByte('[')
	for i := 0; i < 100000; i++ {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"id":%d,"name":"item %d","tags":["a","b%d"],"price":%d.25,"stock":{"left":%d,"full":%t},"note":null}`,
			i, i, i%10, i%1000, i%7, i%2 == 0)
	}
	text.WriteByte(']')
	var items []any
	if err := json.Unmarshal([]byte(text.String()), &items); err != nil {
		panic(err)
	}
	sum := 0.0
	for _, item := range items {
		sum += item.(map[string]any)["price"].(float64)
	}
	out, err := json.Marshal(items)
	if err != nil {
		panic(err)
	}
	fmt.Println(text.Len(), len(out), int(sum))
}
