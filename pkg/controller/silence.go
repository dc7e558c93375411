package controller

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// A controller that takes connections and answers nothing looks like one that is searching. Dashboards ask again every few
// seconds, and what they cancel has no message: so it has to be told apart before that. Together they are under the five
// seconds of Grafana's shortest refresh.
const (
	silentAfter   = 2500 * time.Millisecond
	aliveWithin   = 2 * time.Second
	livenessProbe = "/healthz"
)

// doWhileAlive sends a request. When its answer takes long, it asks whether the controller answers at all, which it does
// from memory; when it does not, there is no use in waiting.
func (c *Client) doWhileAlive(through *http.Client, req *http.Request) (*http.Response, error) {
	ctx, giveUp := context.WithCancel(req.Context())
	var isDecided atomic.Bool // by the first of answer and silence
	probe := time.AfterFunc(c.silentAfter, func() {
		if !c.isAlive(ctx) && isDecided.CompareAndSwap(false, true) {
			giveUp()
		}
	})
	res, err := through.Do(req.WithContext(ctx))
	probe.Stop()
	if isSilent := !isDecided.CompareAndSwap(false, true); isSilent {
		if err == nil {
			_ = res.Body.Close() // it came too late
		}
		return nil, failure(Timeout, err, "The Agent Controller at %s takes requests and answers none, not even %s. It may be stopped or out of processor time: look at its host, and restart it when it stays so.", c.base, livenessProbe)
	}
	if err != nil {
		giveUp()
		return nil, c.transportError(err)
	}
	res.Body = cancelling{res.Body, giveUp}
	return res, nil
}

// cancelling is a body that ends its request when it is closed.
type cancelling struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b cancelling) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

// isAlive: any answer will do, also one that says what is wrong.
func (c *Client) isAlive(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, c.aliveWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+livenessProbe, nil)
	if err != nil {
		return true
	}
	res, err := c.http.Do(req)
	if err != nil {
		// What was answered or cancelled meanwhile is not silence.
		return ctx.Err() != context.DeadlineExceeded
	}
	_ = res.Body.Close()
	return true
}
