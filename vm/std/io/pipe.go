package io

import "sync"

// pipe passes bytes from writers to readers without keeping any.
type pipe struct {
	writers sync.Mutex // one writer at a time has data
	data    chan []byte
	taken   chan int
	once    sync.Once
	done    chan struct{} // closed when either end is
	mu      sync.Mutex
	readErr error // why the reader closed it
	sendErr error // why the writer closed it
}

func (p *pipe) error(err *error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return *err
}

// close notes why an end was closed, unless that is noted.
func (p *pipe) close(end *error, err error) {
	p.mu.Lock()
	if *end == nil {
		*end = err
	}
	p.mu.Unlock()
	p.once.Do(func() { close(p.done) })
}

// closed returns what one end gets when the pipe is closed: other is why the other end did it.
func (p *pipe) closed(own, other *error) error {
	why := p.error(other)
	if p.error(own) == nil && why != nil {
		return why
	}
	return ErrClosedPipe
}

func (p *pipe) read(b []byte) (n int, err error) {
	select {
	case <-p.done:
		return 0, p.closed(&p.readErr, &p.sendErr)
	default:
	}
	select {
	case data := <-p.data:
		n := copy(b, data)
		p.taken <- n
		return n, nil
	case <-p.done:
		return 0, p.closed(&p.readErr, &p.sendErr)
	}
}

func (p *pipe) write(b []byte) (n int, err error) {
	select {
	case <-p.done:
		return 0, p.closed(&p.sendErr, &p.readErr)
	default:
		p.writers.Lock()
		defer p.writers.Unlock()
	}
	for once := true; once || len(b) > 0; once = false {
		select {
		case p.data <- b:
			taken := <-p.taken
			b = b[taken:]
			n += taken
		case <-p.done:
			return n, p.closed(&p.sendErr, &p.readErr)
		}
	}
	return n, nil
}

// PipeReader is the end of a pipe that is read.
type PipeReader struct{ pipe }

// PipeWriter is the end of a pipe that is written.
type PipeWriter struct{ r PipeReader }

// Pipe returns the two ends of a pipe within the program. A write ends when readers have taken all of it.
func Pipe() (*PipeReader, *PipeWriter) {
	w := &PipeWriter{PipeReader{pipe{
		data:  make(chan []byte),
		taken: make(chan int),
		done:  make(chan struct{}),
	}}}
	return &w.r, w
}

func (r *PipeReader) Read(data []byte) (n int, err error) { return r.read(data) }

// Close makes writes fail with ErrClosedPipe.
func (r *PipeReader) Close() error { return r.CloseWithError(nil) }

// CloseWithError makes writes fail with an error.
func (r *PipeReader) CloseWithError(err error) error {
	if err == nil {
		err = ErrClosedPipe
	}
	r.close(&r.readErr, err)
	return nil
}

func (w *PipeWriter) Write(data []byte) (n int, err error) { return w.r.write(data) }

// Close makes reads return EOF.
func (w *PipeWriter) Close() error { return w.CloseWithError(nil) }

// CloseWithError makes reads fail with an error.
func (w *PipeWriter) CloseWithError(err error) error {
	if err == nil {
		err = EOF
	}
	w.r.close(&w.r.sendErr, err)
	return nil
}
