package live

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// Pace says how often things are done.
type Pace struct {
	// Gather rows for so long before they are sent; the first after a pause are not kept.
	Gather time.Duration
	// Repeat how the channel does this often.
	Repeat time.Duration
	// RetryFirst is the wait after the first break, doubled with each that follows, up to RetryMost.
	RetryFirst, RetryMost time.Duration
	// RetryRefused is the wait after a refusal, which a break is not.
	RetryRefused time.Duration
}

// DefaultPace is below what one sees, and asks a controller that is away twice a minute at most.
var DefaultPace = Pace{
	Gather: 100 * time.Millisecond, Repeat: 3 * time.Second,
	RetryFirst: 500 * time.Millisecond, RetryMost: 30 * time.Second, RetryRefused: 30 * time.Second,
}

// backOff waits longer after each break, with jitter: the channels of a controller that restarts do not come back at once.
type backOff struct {
	pace   Pace
	breaks int
}

func (b *backOff) reset() { b.breaks = 0 }

func (b *backOff) wait(state frames.LiveState) time.Duration {
	if state == frames.LiveRefused {
		return b.pace.RetryRefused
	}
	b.breaks++
	most := min(b.pace.RetryMost, b.pace.RetryFirst<<min(b.breaks-1, 16))
	return most/2 + rand.N(most/2+1) //nolint:gosec // jitter
}

// refusal is one that came in the stream.
type refusal string

func (r refusal) Error() string { return string(r) }

// gapWords say why rows are missing.
func gapWords(gap contract.StreamGap) string {
	switch gap.Reason {
	case contract.Slow:
		return fmt.Sprintf("%sBetween the Agent Controller and Grafana the stream was too slow. The list is asked for again.", leftOut(gap.Count))
	case contract.Expired:
		return "Changes were missed: the connection to the Agent Controller was away for longer than it remembers them. The list is asked for again."
	case contract.Unknown:
		return "The Agent Controller has another database than before. The list is asked for again."
	case contract.Budget:
		return "The filters of this list take too long to look at every change. Use fewer or simpler ones to follow it; until then it is asked for again now and then."
	}
	return "Changes were missed. The list is asked for again."
}

func leftOut(count *int) string {
	if count == nil {
		return ""
	}
	return fmt.Sprintf("%d changes were left out. ", *count)
}

// stateAfter tells a refusal, which will not pass by itself soon, from a break.
func stateAfter(err error) frames.LiveState {
	var inStream refusal
	if errors.As(err, &inStream) {
		return frames.LiveRefused
	}
	var fault *controller.Error
	if !errors.As(err, &fault) {
		return frames.LiveAway
	}
	switch fault.Kind {
	case controller.Unauthorized, controller.Forbidden, controller.NotController:
		return frames.LiveRefused
	case controller.Refused:
		if fault.Status < http.StatusInternalServerError {
			return frames.LiveRefused
		}
	default:
	}
	return frames.LiveAway
}
