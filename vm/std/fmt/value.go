package fmt

import "internal/rt"

func (p *printer) text(s string) { p.buf = append(p.buf, s...) }

// typedNil prints a nil of a type: T(nil) for %#v, <nil> else.
func (p *printer) typedNil(v rt.Value) {
	if p.sharpV {
		p.text("(")
		p.text(v.TypeString())
		p.text(")(nil)")
		return
	}
	p.padString("<nil>")
}

// printValue formats a part of an operand, at the given depth.
func (p *printer) printValue(v rt.Value, verb rune, depth int) {
	if depth > 0 && v.IsValid() && v.CanInterface() {
		p.arg = v.Interface()
		if p.handleMethods(verb) {
			return
		}
	}
	if depth > 0 {
		p.arg = nil
	}
	p.value = v
	switch k := v.Kind(); k {
	case rt.Invalid:
		if depth == 0 {
			p.text("<invalid reflect.Value>")
		} else if verb == 'v' {
			p.text("<nil>")
		} else {
			p.badVerb(verb)
		}
	case rt.Bool:
		p.formatBool(v.Bool(), verb)
	case rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64:
		p.formatInteger(uint64(v.Int()), true, verb)
	case rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64, rt.Uintptr:
		p.formatInteger(v.Uint(), false, verb)
	case rt.Float32:
		p.formatFloat(v.Float(), 32, verb)
	case rt.Float64:
		p.formatFloat(v.Float(), 64, verb)
	case rt.Complex64:
		p.formatComplex(v.Complex(), 64, verb)
	case rt.Complex128:
		p.formatComplex(v.Complex(), 128, verb)
	case rt.String:
		p.formatString(v.String(), verb)
	case rt.Map:
		p.printMap(v, verb, depth)
	case rt.Struct:
		p.printStruct(v, verb, depth)
	case rt.Interface:
		e := v.Elem()
		switch {
		case e.IsValid():
			p.printValue(e, verb, depth+1)
		case p.sharpV:
			p.text(v.TypeString())
			p.text("(nil)")
		default:
			p.text("<nil>")
		}
	case rt.Array, rt.Slice:
		p.printList(v, verb, depth)
	case rt.Pointer:
		if depth == 0 && !v.IsNil() {
			switch e := v.Elem(); e.Kind() {
			case rt.Array, rt.Slice, rt.Struct, rt.Map:
				p.text("&")
				p.printValue(e, verb, depth+1)
				return
			}
		}
		p.formatPointer(v, verb)
	default:
		p.formatPointer(v, verb)
	}
}

func (p *printer) printMap(v rt.Value, verb rune, depth int) {
	if p.sharpV {
		p.text(v.TypeString())
		if v.IsNil() {
			p.text("(nil)")
			return
		}
		p.text("{")
	} else {
		p.text("map[")
	}
	keys, values := v.MapEntries()
	for i := range keys {
		if i > 0 {
			p.separate()
		}
		p.printValue(keys[i], verb, depth+1)
		p.text(":")
		p.printValue(values[i], verb, depth+1)
	}
	if p.sharpV {
		p.text("}")
	} else {
		p.text("]")
	}
}

func (p *printer) separate() {
	if p.sharpV {
		p.text(", ")
	} else {
		p.text(" ")
	}
}

func (p *printer) printStruct(v rt.Value, verb rune, depth int) {
	if p.sharpV {
		p.text(v.TypeString())
	}
	p.text("{")
	for i := 0; i < v.NumField(); i++ {
		if i > 0 {
			p.separate()
		}
		if p.plusV || p.sharpV {
			p.text(v.FieldName(i))
			p.text(":")
		}
		f := v.Field(i)
		if f.Kind() == rt.Interface {
			if e := f.Elem(); e.IsValid() {
				f = e
			}
		}
		p.printValue(f, verb, depth+1)
	}
	p.text("}")
}

func (p *printer) printList(v rt.Value, verb rune, depth int) {
	switch verb {
	case 's', 'q', 'x', 'X':
		if v.ElemKind() == rt.Uint8 {
			p.formatBytes(v.Bytes(), verb, v.TypeString())
			return
		}
	}
	open, end := "[", "]"
	if p.sharpV {
		p.text(v.TypeString())
		if v.Kind() == rt.Slice && v.IsNil() {
			p.text("(nil)")
			return
		}
		open, end = "{", "}"
	}
	p.text(open)
	for i, n := 0, v.Len(); i < n; i++ {
		if i > 0 {
			p.separate()
		}
		p.printValue(v.Index(i), verb, depth+1)
	}
	p.text(end)
}
