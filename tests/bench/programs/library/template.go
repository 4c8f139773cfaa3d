// A text/template with a loop, conditions and functions, 20,000 rows.
package main

import (
	"bytes"
	"fmt"
	"text/template"
)

type row struct {
	Name  string
	Count int
	Tags  []string
}

func (r row) Twice() int { return 2 * r.Count }

func main() {
	page := template.Must(template.New("page").Parse(
		`{{range $i, $r := .}}{{$i}}: {{$r.Name | printf "%-10s"}} {{if gt $r.Count 5}}many{{else}}{{$r.Twice}}{{end}}{{range .Tags}} #{{.}}{{end}}
{{end}}`))
	rows := make([]row, 20000)
	for i := range rows {
		rows[i] = row{fmt.Sprint("row", i), i % 10, []string{"a", "b"}}
	}
	var out bytes.Buffer
	if err := page.Execute(&out, rows); err != nil {
		panic(err)
	}
	fmt.Println(out.Len())
}
