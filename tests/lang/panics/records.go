// What deferred calls do to a panic, a Goexit or a return: all combinations of nine deeds in up to three frames.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

const deeds = 9

type run struct{ log []string }

func (r *run) say(what ...any) { r.log = append(r.log, fmt.Sprint(what...)) }

// do is called by a deferred closure and does not count for recover, but for what it recovers itself.
func (r *run) do(deed, level int) {
	switch deed {
	case 2:
		panic(fmt.Sprint("d", level))
	case 4:
		runtime.Goexit()
	case 5: // a panic that is recovered above the one under way
		func() {
			defer func() { r.say("r", recover()) }()
			panic("inner")
		}()
	case 6: // an exit that takes the place of the panic under way
		func() {
			defer func() { r.say("g", recover()) }()
			runtime.Goexit()
		}()
	case 7: // recover one call too deep, and outside of deferred calls
		r.say("n", recover())
		func() { r.say("n", recover()) }()
	case 8: // a panic that another takes the place of
		func() {
			defer func() { panic(fmt.Sprint("e", level)) }()
			panic("inner")
		}()
	}
}

func (r *run) level(level int, list []int, start int) (result int) {
	defer func() {
		deed := list[level]
		switch deed {
		case 1:
			r.say("R", recover())
			result = level + 10
		case 3:
			if x := recover(); x != nil {
				panic(x)
			}
		default:
			r.do(deed, level)
		}
	}()
	if level+1 < len(list) {
		r.say("<", r.level(level+1, list, start))
		return level
	}
	switch start {
	case 0:
		panic("start")
	case 1:
		runtime.Goexit()
	}
	return level
}

// outcome runs it in a goroutine of its own and returns what was said.
func outcome(list []int, start int) string {
	r := new(run)
	done := make(chan bool)
	go func() {
		ended := "exit"
		defer func() {
			if x := recover(); x != nil {
				ended = fmt.Sprint("panic ", x)
			}
			r.say(ended)
			done <- true
		}()
		r.say("=", r.level(0, list, start))
		ended = "end"
	}()
	<-done
	return strings.Join(r.log, " ")
}

func hash(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func main() {
	for start := 0; start < 3; start++ {
		for a := 0; a < deeds; a++ {
			for b := 0; b < deeds; b++ {
				fmt.Println(start, a, b, outcome([]int{a, b}, start))
				h := uint32(0)
				for c := 0; c < deeds; c++ {
					h = hash(h, outcome([]int{a, b, c}, start))
				}
				fmt.Println(start, a, b, h)
			}
		}
	}
}
