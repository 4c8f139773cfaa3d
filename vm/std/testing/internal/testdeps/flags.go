package testdeps

import "flag"

// verbose is the value of -test.v: true, false, or test2json, which marks lines for a program that reads them.
type verbose struct {
	flag.Value
	marks bool
}

func (v *verbose) IsBoolFlag() bool { return true }

func (v *verbose) Get() any { return v.String() }

func (v *verbose) String() string {
	if v.marks {
		return "test2json"
	}
	if v.Value == nil {
		return "false"
	}
	return v.Value.String()
}

func (v *verbose) Set(text string) error {
	if v.marks = text == "test2json"; v.marks {
		text = "true"
	}
	return v.Value.Set(text)
}

// AddFlags adds the flags of tests that Go 1.19 has not. Package testing has declared its own.
func AddFlags() {
	flag.String("test.skip", "", "do not list or run tests matching `regexp`")
	flag.Bool("test.fullpath", false, "show full file names in error messages")
	f := flag.Lookup("test.v")
	f.Value = &verbose{Value: f.Value}
}
