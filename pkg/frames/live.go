package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// LiveState is how a channel of Grafana Live does.
type LiveState string

// States of a channel.
const (
	// LiveOpening is before anything is known.
	LiveOpening LiveState = "opening"
	// LiveOn is while rows come as the controller learns of them.
	LiveOn LiveState = "live"
	// LiveAway is while a stream that was cut is opened again; what was missed comes then.
	LiveAway LiveState = "away"
	// LiveRefused is when the controller will not have it; it is seldom asked again.
	LiveRefused LiveState = "refused"
)

// Live is meta.custom.live of the frames of a channel that hold no rows. It is repeated, since who joins later has not
// seen the one before; rows come in frames of their own, without schema.
type Live struct {
	State LiveState `json:"state"`
	// Continuity changes whenever rows may be missing: who sees another one than before asks for the list again.
	Continuity string `json:"continuity"`
	// Message says what is wrong, or what was left out.
	Message string `json:"message,omitempty"`
}

// ChangedJobs are jobs as changes left them: the rows of Jobs, each once, in the order of the changes.
func ChangedJobs(jobs []contract.JobSummary) *data.Frame {
	return Jobs(contract.JobList{Items: jobs})[0]
}

// StoredLines are the rows of Logs, those of a job in their order.
func StoredLines(lines []contract.LogLine) *data.Frame {
	return Logs(contract.LogList{Items: lines}, nil)[0]
}

// Tell puts how a channel does into a frame of it that has no rows.
func (l Live) Tell(empty *data.Frame, kind string) *data.Frame {
	empty.Meta.Custom = Custom{Kind: kind, Live: &l}
	empty.Meta.Notices = nil
	if l.Message != "" {
		empty.Meta.Notices = []data.Notice{{Severity: data.NoticeSeverityWarning, Text: l.Message}}
	}
	return empty
}
