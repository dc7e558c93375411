package live

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
	"github.com/openvcloud/jobs-grafana/pkg/query"
)

// eventsAhead may be read before they are sent. While the sender waits no more are: what that leaves out at the controller
// comes as a gap.
const eventsAhead = 256

// channel is one that is being fed, by one goroutine.
type channel struct {
	of     query.Live
	all    *Channels
	sender Sender
	pace   Pace
	retry  backOff

	state    frames.Live
	began    int64
	breaches int
	// lastID of what was read: the stream goes on after it.
	lastID string
	rows   batch
	sentAt time.Time
}

func newChannel(all *Channels, of query.Live, sender Sender) *channel {
	fed := &channel{of: of, all: all, sender: sender, pace: all.pace, retry: backOff{pace: all.pace}, began: time.Now().UnixMilli()}
	fed.state = frames.Live{State: frames.LiveOpening, Continuity: fed.continuity()}
	return fed
}

func (c *channel) continuity() string { return fmt.Sprintf("%d-%d", c.began, c.breaches) }

// feed opens the stream, and again whenever it breaks, after what it has read. Its error is the sender's.
func (c *channel) feed(ctx context.Context) error {
	for ctx.Err() == nil {
		stream, err := c.all.client.OpenStream(ctx, c.of.Params, c.lastID)
		if err == nil {
			c.retry.reset()
			err = c.follow(ctx, stream)
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it ends because nobody follows any more
		}
		if err, isSending := err.(sendError); isSending { //nolint:errorlint // made here
			return err.error
		}
		if err := c.standBy(ctx, err); err != nil {
			return err
		}
	}
	return nil
}

// standBy says why nothing comes, until it is time to try again.
func (c *channel) standBy(ctx context.Context, why error) error {
	state := stateAfter(why)
	wait := c.retry.wait(state)
	again := time.After(wait)
	words := fmt.Sprintf("%v Tried again in %s.", why, wait.Round(100*time.Millisecond))
	repeat := time.NewTicker(c.pace.Repeat)
	defer repeat.Stop()
	for {
		if err := c.tell(state, words); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-again:
			return nil
		case <-repeat.C:
		}
	}
}

// sendError is of the sender, and not of the controller.
type sendError struct{ error }

// follow sends what a stream brings until it ends; the error says why.
func (c *channel) follow(ctx context.Context, stream *controller.EventStream) error {
	ctx, cancel := context.WithCancel(ctx)
	events, ended := make(chan controller.Event, eventsAhead), make(chan error, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ended <- read(ctx, stream, events)
	}()
	defer func() {
		cancel()
		stream.Cancel()
		<-done
		stream.Close()
	}()
	if err := c.tell(frames.LiveOn, ""); err != nil {
		return sendError{err}
	}
	return c.send(ctx, events, ended)
}

func read(ctx context.Context, stream *controller.EventStream, events chan<- controller.Event) error {
	defer close(events)
	for {
		event, err := stream.Next()
		if err != nil {
			return err
		}
		select {
		case events <- event:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *channel) send(ctx context.Context, events <-chan controller.Event, ended <-chan error) error {
	repeat := time.NewTicker(c.pace.Repeat)
	defer repeat.Stop()
	due := time.NewTimer(c.pace.Gather)
	defer due.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event, isOpen := <-events:
			if !isOpen {
				return cmp.Or(c.flush(), <-ended)
			}
			err = c.take(event, len(events) > 0)
			due.Reset(c.pace.Gather)
		case <-due.C:
			err = c.flush()
		case <-repeat.C:
			err = c.repeat()
		}
		if err != nil {
			return err
		}
	}
}

// repeat is for who joined between two packets.
func (c *channel) repeat() error {
	if err := c.tell(c.state.State, c.state.Message); err != nil {
		return sendError{err}
	}
	return nil
}

// take reads an event. Rows are sent at once after a pause, and else a few times a second, as many as have come.
func (c *channel) take(event controller.Event, isMoreHere bool) error {
	c.lastID = event.ID
	if event.Name == gapEvent {
		return c.breach(event)
	}
	if err := c.rows.add(event.Name, event.Data); err != nil {
		return err
	}
	isDue := time.Since(c.sentAt) >= c.pace.Gather && !isMoreHere
	if c.rows.isFull() || isDue {
		return c.flush()
	}
	return nil
}

const gapEvent = "gap"

// breach tells that rows are missing from here on; who joins later misses none of them.
func (c *channel) breach(event controller.Event) error {
	var gap contract.StreamGap
	if err := json.Unmarshal(event.Data, &gap); err != nil {
		return fmt.Errorf("reading a gap of the stream: %w", err)
	}
	if err := c.flush(); err != nil {
		return err
	}
	c.breaches++
	c.state.Continuity = c.continuity()
	if gap.Reason == contract.Budget {
		return refusal(gapWords(gap))
	}
	c.state.Message = ""
	c.all.note(c.of.Path(), c.state)
	told := c.state
	told.Message = gapWords(gap)
	if err := c.sendState(told); err != nil {
		return sendError{err}
	}
	return nil
}

func (c *channel) flush() error {
	if c.rows.isEmpty() {
		return nil
	}
	c.sentAt = time.Now()
	// The schema has gone before, with how the channel does.
	if err := c.sender.SendFrame(c.rows.take(), data.IncludeDataOnly); err != nil {
		return sendError{err}
	}
	return nil
}

func (c *channel) tell(state frames.LiveState, message string) error {
	c.state.State, c.state.Message = state, message
	c.all.note(c.of.Path(), c.state)
	return c.sendState(c.state)
}

func (c *channel) sendState(state frames.Live) error {
	return c.sender.SendFrame(state.Tell(emptyFrame(c.of), c.of.Kind), data.IncludeAll)
}
