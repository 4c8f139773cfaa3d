package net

// Error is an error of the network.
type Error interface {
	error
	Timeout() bool
	Temporary() bool // deprecated: it says nothing that one could rely on
}

// OpError says which operation failed, and between whom.
type OpError struct {
	Op     string // "read", "dial"
	Net    string // "tcp"
	Source Addr   // this end, nil if there is none
	Addr   Addr   // the other end, or where one listens
	Err    error
}

func (e *OpError) Unwrap() error { return e.Err }

func (e *OpError) Error() string {
	if e == nil {
		return "<nil>"
	}
	text := e.Op
	if e.Net != "" {
		text += " " + e.Net
	}
	if e.Source != nil {
		text += " " + e.Source.String()
	}
	if e.Addr != nil {
		if e.Source == nil {
			text += " " + e.Addr.String()
		} else {
			text += "->" + e.Addr.String()
		}
	}
	return text + ": " + e.Err.Error()
}

// Timeout reports whether a time has run out.
func (e *OpError) Timeout() bool {
	inner, ok := e.Err.(interface{ Timeout() bool })
	return ok && inner.Timeout()
}

// Temporary reports whether trying again may help.
func (e *OpError) Temporary() bool {
	inner, ok := e.Err.(interface{ Temporary() bool })
	return ok && inner.Temporary()
}

// ParseError is the error of a text that is no address of its kind.
type ParseError struct {
	Type string // what was wanted, as "IP address"
	Text string
}

func (e *ParseError) Error() string   { return "invalid " + e.Type + ": " + e.Text }
func (e *ParseError) Timeout() bool   { return false }
func (e *ParseError) Temporary() bool { return false }

// AddrError says what is wrong with an address.
type AddrError struct {
	Err  string
	Addr string
}

func (e *AddrError) Error() string {
	switch {
	case e == nil:
		return "<nil>"
	case e.Addr == "":
		return e.Err
	}
	return "address " + e.Addr + ": " + e.Err
}
func (e *AddrError) Timeout() bool   { return false }
func (e *AddrError) Temporary() bool { return false }

// UnknownNetworkError is the name of a network that there is not.
type UnknownNetworkError string

func (e UnknownNetworkError) Error() string   { return "unknown network " + string(e) }
func (e UnknownNetworkError) Timeout() bool   { return false }
func (e UnknownNetworkError) Temporary() bool { return false }

// InvalidAddrError says why an address is none.
type InvalidAddrError string

func (e InvalidAddrError) Error() string   { return string(e) }
func (e InvalidAddrError) Timeout() bool   { return false }
func (e InvalidAddrError) Temporary() bool { return false }

// DNSConfigError is an error in the settings of the machine's resolver.
type DNSConfigError struct{ Err error }

func (e *DNSConfigError) Unwrap() error   { return e.Err }
func (e *DNSConfigError) Error() string   { return "error reading DNS config: " + e.Err.Error() }
func (e *DNSConfigError) Timeout() bool   { return false }
func (e *DNSConfigError) Temporary() bool { return false }

// DNSError is an error of looking up a name.
type DNSError struct {
	UnwrapErr   error // what Unwrap returns, nil if there is nothing
	Err         string
	Name        string
	Server      string
	IsTimeout   bool
	IsTemporary bool
	IsNotFound  bool
}

func (e *DNSError) Unwrap() error { return e.UnwrapErr }

func (e *DNSError) Error() string {
	if e == nil {
		return "<nil>"
	}
	text := "lookup " + e.Name
	if e.Server != "" {
		text += " on " + e.Server
	}
	return text + ": " + e.Err
}
func (e *DNSError) Timeout() bool   { return e.IsTimeout }
func (e *DNSError) Temporary() bool { return e.IsTimeout || e.IsTemporary }
