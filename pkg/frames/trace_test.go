package frames

import (
	"encoding/json"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

const (
	tracedGUID  = "019aa9b2-1c40-7000-8000-000000000002"
	tracedBatch = "019aa9b2-1c40-7000-8000-0000000000b1"
)

// retried is the example job as if its second attempt had failed at last, with a mark in each attempt.
func retried(t *testing.T) JobTree {
	t.Helper()
	job := Traced(example[contract.Job](t, "job"))
	job.Attempt, job.MaxAttempts = 2, 3
	start, stop := int64(1763800004000), int64(1763800009000)
	job.TimeStart, job.TimeStop = &start, &stop
	line := func(seq, time int64, level int, category, message string) contract.LogLine {
		name := "node-2"
		return contract.LogLine{JobGuid: job.Guid, Seq: seq, Time: time, Level: level, Category: category, Message: message, Nid: 2, NodeName: &name}
	}
	job.Outcomes = []contract.LogLine{
		line(9_999_999, 1763800002500, 2, "attempt.outcome", "Attempt 1 of 3 ended as ERROR after 2.0 s: ValueError: no disk\nTraceback"),
		line(20_000_000, 1763800009500, 5, "attempt.outcome", "Late outcome of attempt 2, not counted because it was given up: OK"),
	}
	job.Marks = []contract.LogLine{
		line(3, 1763800001000, 3, "disk", "slow disk"),
		line(10_000_002, 1763800005000, 2, "stderr", "no such disk"),
	}
	return JobTree{ID: job.Guid, Jobs: []TracedJob{job}, AsOf: 1763800010000}
}

// batch is the example list as jobs of one batch, one of them run again.
func batch(t *testing.T) JobTree {
	t.Helper()
	tree := JobTree{ID: tracedBatch, IsBatch: true, Notice: "The first 4 of 5 jobs of the batch are here."}
	list := example[contract.JobList](t, "jobList")
	id, first := tracedBatch, list.Items[0].Guid
	for i := range list.Items {
		list.Items[i].BatchGuid = &id
	}
	again := list.Items[0]
	again.Guid, again.BatchGuid, again.ParentGuid, again.State = "again", nil, &first, contract.JobStateOK
	list.Items = append(list.Items, again)
	tree.Add(list)
	return tree
}

func values[T any](t *testing.T, frame *data.Frame, name string) []T {
	t.Helper()
	field, _ := frame.FieldByName(name)
	require.NotNil(t, field, name)
	all := make([]T, field.Len())
	for i := range all {
		all[i] = field.At(i).(T)
	}
	return all
}

func TestAJobsSpansGoWithoutAGapFromItsCreationToItsEnd(t *testing.T) {
	frame := Trace(retried(t))[0]
	require.Equal(t, data.VisType(data.VisTypeTrace), frame.Meta.PreferredVisualization)
	require.Equal(t, []string{"error", "wait", "attempt 1 of 3", "wait for attempt 2", "attempt 2 of 3"}, values[string](t, frame, "operationName"))
	require.Equal(t, []float64{1763800000000, 1763800000000, 1763800000500, 1763800002500, 1763800004000}, values[float64](t, frame, "startTime"))
	require.Equal(t, []float64{9000, 500, 2000, 1500, 5000}, values[float64](t, frame, "duration"))
	require.Equal(t, []int64{2, 0, 2, 0, 2}, values[int64](t, frame, "statusCode"))
	require.Equal(t, "Attempt 1 of 3 ended as ERROR after 2.0 s: ValueError: no disk", values[string](t, frame, "statusMessage")[2])
	for _, parent := range values[*string](t, frame, "parentSpanID")[1:] {
		require.Equal(t, tracedGUID, *parent)
	}
}

func TestAMarkIsAnEventOfItsAttempt(t *testing.T) {
	frame := Trace(retried(t))[0]
	logs := values[json.RawMessage](t, frame, "logs")
	require.JSONEq(t, `[]`, string(logs[0]))
	require.Contains(t, string(logs[2]), "slow disk")
	require.NotContains(t, string(logs[2]), "no such disk")
	require.Contains(t, string(logs[4]), `"timestamp":1763800005000,"name":"error"`)
}

func TestAnAttemptWhoseAgentWasLostIsAPointInTime(t *testing.T) {
	tree := retried(t)
	tree.Jobs[0].Outcomes[0].Message = "Attempt 1 of 3 ended as AGENT_LOST: not heard of for 60 s"
	frame := Trace(tree)[0]
	require.Equal(t, []float64{9000, 2500, 0, 1500, 5000}, values[float64](t, frame, "duration"))
}

func TestWhatHasNotEndedLastsUntilNow(t *testing.T) {
	job := TracedJob{JobSummary: contract.JobSummary{
		Guid: "g", Cmd: "echo", Queue: "io", State: contract.JobStateSCHEDULED, TimeCreate: 1000, Attempt: 1,
	}}
	frame := Trace(JobTree{ID: "g", Jobs: []TracedJob{job}, AsOf: 5000})[0]
	require.Equal(t, []string{"echo", "wait"}, values[string](t, frame, "operationName"))
	require.Equal(t, []float64{4000, 4000}, values[float64](t, frame, "duration"))
	require.Equal(t, []string{"queue io", "queue io"}, values[string](t, frame, "serviceName"))
	require.Equal(t, []int64{0, 0}, values[int64](t, frame, "statusCode"))
}

func TestABatchIsAboveItsJobsAndThoseThatRanThemAgain(t *testing.T) {
	tree := batch(t)
	frames := Trace(tree)
	require.Len(t, frames, 3, "the trace, the nodes and the edges of its graph")
	parents, ids := values[*string](t, frames[0], "parentSpanID"), values[string](t, frames[0], "spanID")
	require.Equal(t, tracedBatch, ids[0])
	require.Nil(t, parents[0])
	require.Equal(t, "batch of 4: hang, echo|pipe\\slash, error, check_disks", values[string](t, frames[0], "operationName")[0])
	require.Equal(t, int64(2), values[int64](t, frames[0], "statusCode")[0], "one of them failed")
	references := values[json.RawMessage](t, frames[0], "references")
	for i, id := range ids {
		if id == "again" {
			require.Contains(t, string(references[i]), tree.Jobs[0].Guid)
		}
	}
	require.Equal(t, tree.Notice, frames[0].Meta.Notices[0].Text)

	require.Equal(t, []string{tracedBatch, tree.Jobs[0].Guid, tree.Jobs[1].Guid, tree.Jobs[2].Guid, tree.Jobs[3].Guid, "again"}, values[string](t, frames[1], "id"))
	require.Equal(t, []string{tracedBatch, tracedBatch, tracedBatch, tracedBatch, tree.Jobs[0].Guid}, values[string](t, frames[2], "source"))
	for i := range frames[1].Rows() {
		sum := 0.0
		for state := range contract.TheRules.States {
			sum += values[float64](t, frames[1], "arc__"+string(state))[i]
		}
		require.InDelta(t, 1, sum, 1e-9, "the ring around a node is whole")
	}
}

func TestAJobIsInATreeOnce(t *testing.T) {
	tree := batch(t)
	count := len(tree.Jobs)
	tree.Add(example[contract.JobList](t, "jobList"))
	require.Len(t, tree.Jobs, count)
}
