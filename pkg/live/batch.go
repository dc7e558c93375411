package live

import (
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// One frame holds no more: Grafana disconnects a viewer who has 4 MiB waiting.
const (
	maxRows  = 1000
	maxBytes = 256 << 10
)

// batch gathers rows of one kind for a frame.
type batch struct {
	lines []contract.LogLine
	jobs  []contract.JobSummary
	// places of the jobs: of several changes of one, only what it has become matters.
	places map[string]int
	bytes  int
}

func (b *batch) add(event string, text []byte) error {
	b.bytes += len(text)
	switch event {
	case "log":
		var line contract.LogLine
		if err := json.Unmarshal(text, &line); err != nil {
			return fmt.Errorf("reading a log line of the stream: %w", err)
		}
		b.lines = append(b.lines, line)
	case "job":
		var job contract.JobSummary
		if err := json.Unmarshal(text, &job); err != nil {
			return fmt.Errorf("reading a job of the stream: %w", err)
		}
		b.put(job)
	}
	return nil
}

func (b *batch) put(job contract.JobSummary) {
	if place, isHere := b.places[job.Guid]; isHere {
		b.jobs[place] = job
		return
	}
	if b.places == nil {
		b.places = map[string]int{}
	}
	b.places[job.Guid] = len(b.jobs)
	b.jobs = append(b.jobs, job)
}

func (b *batch) isEmpty() bool { return len(b.lines) == 0 && len(b.jobs) == 0 }

func (b *batch) isFull() bool {
	return b.bytes >= maxBytes || len(b.lines) >= maxRows || len(b.jobs) >= maxRows
}

// take gives the rows away as a frame.
func (b *batch) take() *data.Frame {
	var frame *data.Frame
	if len(b.jobs) > 0 {
		frame = frames.ChangedJobs(b.jobs)
	} else {
		frame = frames.StoredLines(b.lines)
	}
	*b = batch{}
	return frame
}
