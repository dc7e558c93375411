package controller

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

const (
	streamPath = apiRoot + "/stream"
	// openWithin: the controller looks at the filters before its first word, and at nothing else.
	openWithin = 15 * time.Second
	// quietFor is over twice the time after which the controller says that a quiet stream still is one.
	quietFor = 40 * time.Second
	// maxEventBytes is over the longest log line (64 KiB) with every character written out as \u0000.
	maxEventBytes = 1 << 20
)

// Event is one event of the stream of live changes: a job, a log line, or a gap. One without a name only moves the id to
// go on from.
type Event struct {
	ID   string
	Name string
	Data []byte
}

// EventStream is an open stream of live changes. One reader at a time.
type EventStream struct {
	client *Client
	body   io.ReadCloser
	lines  *bufio.Reader
	long   []byte
	cancel context.CancelCauseFunc
	cause  func(error) error
	quiet  *time.Timer
	id     string
}

var errQuiet = errors.New("nothing came for longer than the controller is ever silent")

// OpenStream begins a stream, after the event with that id unless it is empty. It ends with ctx, or by Close.
func (c *Client) OpenStream(ctx context.Context, params contract.OpenStreamParams, afterID string) (*EventStream, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	opening := time.AfterFunc(openWithin, func() { cancel(context.DeadlineExceeded) })
	defer opening.Stop()
	res, err := c.requestStream(ctx, params, afterID)
	if err != nil {
		err = c.transportError(causeOf(ctx, err))
		cancel(nil)
		return nil, err
	}
	if err := c.refusedStream(res); err != nil {
		_ = res.Body.Close()
		cancel(nil)
		return nil, err
	}
	return &EventStream{
		client: c, body: res.Body, lines: bufio.NewReaderSize(res.Body, 64<<10), cancel: cancel, id: afterID,
		cause: func(err error) error { return causeOf(ctx, err) },
		quiet: time.AfterFunc(c.quietFor, func() { cancel(errQuiet) }),
	}, nil
}

func (c *Client) requestStream(ctx context.Context, params contract.OpenStreamParams, afterID string) (*http.Response, error) {
	req, err := c.newRequest(ctx, http.MethodGet, withQuery(streamPath, StreamQuery(params)), "text/event-stream, application/problem+json", nil)
	if err != nil {
		return nil, err
	}
	if afterID != "" {
		req.Header.Set("Last-Event-ID", afterID)
	}
	return c.endless.Do(req)
}

func (c *Client) refusedStream(res *http.Response) error {
	switch {
	case res.StatusCode != http.StatusOK:
		return c.statusError(res)
	case !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream"):
		return c.notController(res)
	}
	return nil
}

// StreamQuery writes what a stream is asked for, the same for the same question.
func StreamQuery(params contract.OpenStreamParams) string {
	params.LastEventID = nil // a header
	return encode(params).Encode()
}

// Next waits for the next event. Its error says why there will be none: the stream was cut, or has ended.
func (s *EventStream) Next() (Event, error) {
	event := Event{}
	for {
		line, err := s.nextLine()
		if err != nil {
			return Event{}, s.client.transportError(s.cause(err))
		}
		s.quiet.Reset(s.client.quietFor)
		if len(line) == 0 {
			event.ID = s.id
			return event, nil
		}
		s.read(&event, line)
	}
}

// nextLine is good until it is called again.
func (s *EventStream) nextLine() ([]byte, error) {
	s.long = s.long[:0]
	for {
		part, err := s.lines.ReadSlice('\n')
		if err == nil && len(s.long) == 0 {
			return bytes.TrimRight(part, "\r\n"), nil
		}
		s.long = append(s.long, part...)
		switch {
		case err == nil:
			return bytes.TrimRight(s.long, "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(s.long) > maxEventBytes:
			return nil, fmt.Errorf("an event is longer than %d KiB", maxEventBytes>>10)
		}
	}
}

func (s *EventStream) read(event *Event, line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "id":
		s.id = string(value)
	case "event":
		event.Name = string(value)
	case "data":
		event.Data = append(event.Data, value...)
	}
}

// Cancel ends the stream: Next, also one that waits, returns an error.
func (s *EventStream) Cancel() {
	s.quiet.Stop()
	s.cancel(nil)
}

// Close gives back what the stream held. Not while Next waits: what counts the bytes of an answer is read and closed by one
// goroutine at a time.
func (s *EventStream) Close() {
	s.Cancel()
	_ = s.body.Close()
}

// causeOf says why a request was given up, where that is known better than "cancelled".
func causeOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
		return cause
	}
	return err
}
