package controllertest

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// Stream is one connection to the fake's stream of live changes, held open until the test cuts it or its reader goes.
type Stream struct {
	// LastEventID and Query are what it was asked with.
	LastEventID string
	Query       string

	texts chan string
	cut   chan struct{}
	ended chan struct{}
}

// Streams answers /api/v1/stream from now on, and gives each connection to the test as it is opened.
func (f *Fake) Streams() <-chan *Stream {
	opened := make(chan *Stream, 100)
	f.Handle("/api/v1/stream", func(w http.ResponseWriter, r *http.Request) {
		stream := &Stream{
			LastEventID: r.Header.Get("Last-Event-ID"), Query: r.URL.RawQuery,
			texts: make(chan string), cut: make(chan struct{}), ended: make(chan struct{}),
		}
		defer close(stream.ended)
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		opened <- stream
		stream.serve(w, r)
	})
	return opened
}

func (s *Stream) serve(w http.ResponseWriter, r *http.Request) {
	for {
		select {
		case text := <-s.texts:
			_, _ = fmt.Fprint(w, text)
			_ = http.NewResponseController(w).Flush()
		case <-s.cut:
			panic(http.ErrAbortHandler) // half an answer, as when a cable is pulled
		case <-r.Context().Done():
			return
		}
	}
}

// Send an event; `data` is one line of JSON.
func (s *Stream) Send(t testing.TB, id, name, data string) {
	t.Helper()
	s.write(t, fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", id, name, data))
}

// Beat as the controller does on a quiet stream: it only moves the id.
func (s *Stream) Beat(t testing.TB, id string) {
	t.Helper()
	s.write(t, fmt.Sprintf(": heartbeat\nid: %s\n\n", id))
}

func (s *Stream) write(t testing.TB, text string) {
	t.Helper()
	select {
	case s.texts <- text:
	case <-s.ended:
		t.Fatal("expected the stream to have a reader, it has gone")
	}
}

// Offer writes a text as it is; false when the reader has not taken all before it within that time.
func (s *Stream) Offer(text string, within time.Duration) bool {
	select {
	case s.texts <- text:
		return true
	case <-s.ended:
		return false
	case <-time.After(within):
		return false
	}
}

// Cut ends the connection in the middle.
func (s *Stream) Cut() { close(s.cut) }

// Ended is closed when the reader has gone.
func (s *Stream) Ended() <-chan struct{} { return s.ended }

// NextStream waits for a connection.
func NextStream(t testing.TB, opened <-chan *Stream) *Stream {
	t.Helper()
	select {
	case stream := <-opened:
		return stream
	case <-time.After(60 * time.Second):
		t.Fatal("expected a stream to be opened")
		return nil
	}
}
