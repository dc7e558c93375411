package frames

import (
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JobTree is a job or a batch with all that came of it.
type JobTree struct {
	// ID is the guid of the job, or of the batch.
	ID string
	// IsBatch: the jobs have the id as their batch; otherwise the first of them has it as its own.
	IsBatch bool
	// Jobs, those that run another one again behind it.
	Jobs []TracedJob
	// Notice says what is not here.
	Notice string
	// AsOf is now for what has not ended.
	AsOf int64
}

// Traced is a whole job as one of a tree.
func Traced(job contract.Job) TracedJob {
	traced := TracedJob{JobSummary: summarise(job)}
	if job.Error != nil {
		traced.Backtrace = job.Error.Backtrace
	}
	return traced
}

// Add puts the jobs of a list into the tree that are not in it yet.
func (t *JobTree) Add(jobs contract.JobList) {
	t.AsOf = max(t.AsOf, jobs.Coverage.AsOf)
	for _, job := range jobs.Items {
		if !slices.ContainsFunc(t.Jobs, func(known TracedJob) bool { return known.Guid == job.Guid }) {
			t.Jobs = append(t.Jobs, TracedJob{JobSummary: job})
		}
	}
}

// Trace is a tree of jobs as Grafana's trace view reads it, and when there are several jobs as a node graph as well.
func Trace(tree JobTree) data.Frames {
	spans := tree.spans()
	trace := table("trace", spans, spanColumns(tree.ID), nil)
	trace.Meta = &data.FrameMeta{Custom: Custom{Kind: "trace", AsOf: tree.AsOf}, PreferredVisualization: data.VisTypeTrace}
	if tree.Notice != "" {
		trace.Meta.Notices = []data.Notice{{Severity: data.NoticeSeverityWarning, Text: tree.Notice}}
	}
	if len(tree.Jobs) < 2 {
		return data.Frames{trace}
	}
	return append(data.Frames{trace}, jobGraph(tree)...)
}

// NoTrace is the same frame without a span, when nothing was chosen.
func NoTrace() data.Frames {
	frames := Trace(JobTree{})
	return data.Frames{nothingChosen(frames[0], "No job or batch is chosen. Give the guid of one, or follow a link of the Jobs dashboard.")}
}

func (t JobTree) spans() []span {
	var spans []span
	for _, job := range t.Jobs {
		spans = append(spans, spansOf(job, t.spanAbove(job), t.spanBefore(job), t.AsOf)...)
	}
	if t.IsBatch {
		spans = slices.Insert(spans, 0, t.batchSpan(spans))
	}
	return spans
}

// spanAbove: everything of a trace is below its first span.
func (t JobTree) spanAbove(job TracedJob) string {
	if job.Guid == t.ID {
		return ""
	}
	return t.ID
}

// spanBefore is the job that this one runs again, if it is in the tree.
func (t JobTree) spanBefore(job TracedJob) string {
	isHere := job.ParentGuid != nil && slices.ContainsFunc(t.Jobs, func(other TracedJob) bool { return other.Guid == *job.ParentGuid })
	if !isHere {
		return ""
	}
	return *job.ParentGuid
}

func (t JobTree) batchSpan(below []span) span {
	first := slices.MinFunc(below, func(a, b span) int { return int(a.start - b.start) })
	last := slices.MaxFunc(below, func(a, b span) int { return int(a.end - b.end) })
	whole := span{id: t.ID, operation: fmt.Sprintf("batch of %d: %s", t.ofBatch(), t.commands()), service: "batch", start: first.start, end: last.end}
	for state, count := range t.byState() {
		whole.tags = append(whole.tags, keyValue{string(state), count})
		whole.status = max(whole.status, statusOf(state))
	}
	slices.SortFunc(whole.tags, byKey)
	return whole
}

// ofBatch counts its own jobs, without those that ran one of them again.
func (t JobTree) ofBatch() int {
	count := 0
	for _, job := range t.Jobs {
		if job.BatchGuid != nil && *job.BatchGuid == t.ID {
			count++
		}
	}
	return count
}

func (t JobTree) commands() string {
	var names []string
	for _, job := range t.Jobs {
		if !slices.Contains(names, job.Cmd) {
			names = append(names, job.Cmd)
		}
	}
	return strings.Join(names, ", ")
}

func (t JobTree) byState() map[contract.JobState]int {
	counts := map[contract.JobState]int{}
	for _, job := range t.Jobs {
		counts[job.State]++
	}
	return counts
}
