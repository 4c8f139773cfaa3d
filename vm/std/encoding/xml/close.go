package xml

import (
	"errors"
	"fmt"
)

// Close writes what is left, and fails if an element has not ended. Nothing can be written then.
func (enc *Encoder) Close() error {
	if err := enc.p.Flush(); err != nil {
		if errors.Is(err, errClosed) {
			return nil
		}
		return err
	}
	enc.p.Writer.Reset(closed{})
	if n := len(enc.p.tags); n > 0 {
		last := enc.p.tags[n-1]
		enc.p.tags = nil // it is said once
		return fmt.Errorf("unclosed tag <%s>", last.Local)
	}
	return nil
}

// closed is where an encoder writes that is closed.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errClosed }

var errClosed = errors.New("use of closed Encoder")
