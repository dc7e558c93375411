// Package live feeds channels of Grafana Live from the controller's stream of live changes: channel.go keeps one channel
// fed, batch.go gathers rows for its frames, retry.go says when to try again, and this file knows which channels run.
package live

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
	"github.com/openvcloud/jobs-grafana/pkg/query"
)

// Sender takes the frames of a channel; backend.StreamSender is one. It may keep its caller waiting: then less is read.
type Sender interface {
	SendFrame(frame *data.Frame, include data.FrameInclude) error
}

// Channels are those of one data source instance. Safe for concurrent use.
type Channels struct {
	client *controller.Client
	pace   Pace

	mutex  sync.Mutex
	states map[string]frames.Live
	ending context.Context //nolint:containedctx // of the instance: its channels end with it
	end    context.CancelCauseFunc
}

// ErrReplaced ends the channels of an instance whose settings have changed: Grafana runs them again with the next one.
var ErrReplaced = errors.New("the data source has other settings now")

// NewChannels asks the client's controller.
func NewChannels(client *controller.Client, pace Pace) *Channels {
	ending, end := context.WithCancelCause(context.Background())
	return &Channels{client: client, pace: pace, states: map[string]frames.Live{}, ending: ending, end: end}
}

// Close ends all channels.
func (c *Channels) Close() { c.end(ErrReplaced) }

// State is how a channel does now, in a frame of it without rows: what one who joins is told first.
func (c *Channels) State(of query.Live) *data.Frame {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	state, isRunning := c.states[of.Path()]
	if !isRunning {
		state.State = frames.LiveOpening
	}
	return state.Tell(emptyFrame(of), of.Kind)
}

// Run feeds a channel until ctx ends, whatever becomes of the controller meanwhile; it tells in the channel how it does.
// Its error is the sender's, or ErrReplaced.
func (c *Channels) Run(ctx context.Context, of query.Live, sender Sender) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(c.ending, func() { cancel(ErrReplaced) })()
	path := of.Path()
	defer c.forget(path)
	fed := newChannel(c, of, sender)
	err := fed.feed(ctx)
	if errors.Is(context.Cause(ctx), ErrReplaced) {
		return ErrReplaced
	}
	if err != nil {
		return fmt.Errorf("sending to the channel %s: %w", path, err)
	}
	return nil
}

func (c *Channels) note(path string, state frames.Live) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.states[path] = state
}

func (c *Channels) forget(path string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.states, path)
}

func emptyFrame(of query.Live) *data.Frame {
	if of.Kind == "jobs" {
		return frames.ChangedJobs(nil)
	}
	return frames.StoredLines(nil)
}
