package plugin

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// durations of a request, both from its beginning.
type durations struct {
	// connection: until there was one; nearly nothing where one was kept from before.
	connection time.Duration
	answer     time.Duration
}

// stopwatch tells the time of the connection from that of the answer.
type stopwatch struct {
	started    time.Time
	connection atomic.Int64
}

func startWatch() *stopwatch { return &stopwatch{started: time.Now()} }

// on is the context for the request to watch. Only its first connection counts: a slow answer is followed by a question for
// whether the controller lives.
func (s *stopwatch) on(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
		s.connection.CompareAndSwap(0, int64(max(1, time.Since(s.started))))
	}})
}

func (s *stopwatch) stop() durations {
	return durations{connection: time.Duration(s.connection.Load()), answer: time.Since(s.started)}
}
