package frames

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// go test ./pkg/frames -update-goldens rewrites testdata; look at the difference before committing it.
var updateGoldens = flag.Bool("update-goldens", false, "write the frames to testdata instead of comparing them")

func example[T any](t *testing.T, name string) T {
	t.Helper()
	text, err := os.ReadFile("../../contract/examples/" + name + ".json")
	require.NoError(t, err)
	var value T
	require.NoError(t, json.Unmarshal(text, &value))
	return value
}

// noJobs is the answer without groups when no job matched: one series of zeros.
func noJobs(t *testing.T) contract.JobCounts {
	t.Helper()
	counts := example[contract.JobCounts](t, "jobCountsNone")
	counts.Series = []contract.JobCountSeries{{Labels: map[string]string{}, Counts: make([]int, len(counts.Times))}}
	return counts
}

// exemplars are the jobs of the example, each as high as it ran, of series by command.
func exemplars(t *testing.T) []Exemplar {
	t.Helper()
	var list []Exemplar
	for _, job := range example[contract.JobList](t, "jobList").Items {
		list = append(list, Exemplar{Job: job, Time: job.TimeCreate, Value: float64(deref(job.RunMs)), Labels: map[string]string{"cmd": job.Cmd}})
	}
	return list
}

func TestFramesAreTheGoldenOnes(t *testing.T) {
	search := "disk"
	goldens := map[string]data.Frames{
		"jobs":                 Jobs(example[contract.JobList](t, "jobList")),
		"job":                  Job(example[contract.Job](t, "job")),
		"job_ok":               Job(example[contract.Job](t, "jobOk")),
		"job_none":             NoJob(),
		"jobcounts":            JobCounts(example[contract.JobCounts](t, "jobCounts")),
		"jobcounts_none":       JobCounts(example[contract.JobCounts](t, "jobCountsNone")),
		"jobcounts_zero":       JobCounts(noJobs(t)),
		"jobnumbers":           JobNumbers(example[contract.JobCounts](t, "jobNumbers")),
		"jobnumbers_none":      JobNumbers(example[contract.JobCounts](t, "jobCountsNone")),
		"jobnumbers_zero":      JobNumbers(noJobs(t)),
		"jobdurations":         JobDurations(example[contract.JobDurations](t, "jobDurations")),
		"jobdurations_none":    JobDurations(contract.JobDurations{}),
		"jobdurations_numbers": JobDurations(example[contract.JobDurations](t, "jobDurationNumbers")),
		"durationheatmap":      DurationHeatmap(example[contract.JobDurations](t, "jobDurations"), false),
		"durationheatmap_wait": DurationHeatmap(example[contract.JobDurations](t, "jobDurations"), true),
		"durationheatmap_none": DurationHeatmap(contract.JobDurations{}, false),
		"exemplars":            {Exemplars(exemplars(t))},
		"jumpscripts":          JumpScripts(example[contract.JumpScriptList](t, "jumpscriptList")),
		"jumpscript":           JumpScript(example[contract.JumpScriptDetails](t, "jumpscript")),
		"jumpscript_none":      NoJumpScript(),
		"logs":                 Logs(example[contract.LogList](t, "logList"), &search),
		"trace":                Trace(retried(t)),
		"trace_batch":          Trace(batch(t)),
		"trace_none":           NoTrace(),
		"logcounts":            LogCounts(example[contract.LogCounts](t, "logCounts")),
		"logcounts_none":       LogCounts(contract.LogCounts{}),
		"lognumbers":           LogNumbers(example[contract.LogCounts](t, "logCounts")),
		"nodes":                Nodes(example[contract.NodeList](t, "nodeList")),
		"nodenumbers":          NodeNumbers.Frames(example[contract.NodeList](t, "nodeList"), NodeNumbers.Figures["silentSeconds"]),
		"queuenumbers":         QueueNumbers.Frames(example[contract.QueueList](t, "queueList"), QueueNumbers.Figures["oldestWaitingSeconds"]),
		"queuenumbers_none":    QueueNumbers.Frames(contract.QueueList{}, QueueNumbers.Figures["depth"]),
		"controllerbehind":     ControllerBehind(example[contract.ControllerInfo](t, "info")),
		"nodestats":            NodeStats(example[contract.NodeStats](t, "nodeStats"), []string{"min", "mean", "max"}),
		"nodestats_numbers":    NodeStats(example[contract.NodeStats](t, "nodeStatNumbers"), []string{"mean"}),
		"nodestats_none":       NodeStats(contract.NodeStats{}, []string{"mean"}),
		"queues":               Queues(example[contract.QueueList](t, "queueList")),
	}
	for name, frames := range goldens {
		t.Run(name, func(t *testing.T) {
			experimental.CheckGoldenJSONResponse(t, "testdata", name, &backend.DataResponse{Frames: frames}, *updateGoldens)
		})
	}
}

func TestAnAnswerThatWasCutSaysSo(t *testing.T) {
	cut := contract.Coverage{IsCut: true}
	require.Contains(t, notices(&cut)[0].Text, "Narrow the filters")

	text := "Only the first 10 groups."
	cut.Notice = &text
	require.Equal(t, text, notices(&cut)[0].Text)

	require.Empty(t, notices(&contract.Coverage{}))
}

func TestALongResultIsShortenedByCharactersNotBytes(t *testing.T) {
	long := make([]rune, previewChars+1)
	for i := range long {
		long[i] = 'é'
	}
	require.Equal(t, string(long[:previewChars]), firstChars(string(long)))
}

func TestJobAndJobsHaveTheSameFieldsFirst(t *testing.T) {
	jobs, job := Jobs(contract.JobList{})[0], NoJob()[0]
	for i, field := range jobs.Fields {
		require.Equal(t, field.Name, job.Fields[i].Name)
		require.Equal(t, field.Type(), job.Fields[i].Type())
	}
}

func TestTheLogFrameIsWhatGrafanasLogListReads(t *testing.T) {
	frame := Logs(contract.LogList{}, nil)[0]
	require.Equal(t, data.FrameTypeLogLines, frame.Meta.Type)
	types := map[string]data.FieldType{
		"timestamp": data.FieldTypeTime, "body": data.FieldTypeString, "severity": data.FieldTypeString,
		"id": data.FieldTypeString, "labels": data.FieldTypeJSON,
	}
	for name, want := range types {
		field, _ := frame.FieldByName(name)
		require.Equal(t, want, field.Type(), name)
	}
}

func TestLogCountsAreASeriesPerWordTheMostImportantFirst(t *testing.T) {
	frames := LogCounts(example[contract.LogCounts](t, "logCounts"))
	require.Len(t, frames, 3, "two levels are both called debug; and what was not counted is a frame of its own")
	require.Equal(t, data.Labels{"level": "error"}, frames[0].Fields[1].Labels)
	require.Equal(t, []int64{1, 0, 2}, values[int64](t, frames[0], "count"))
	require.Equal(t, []int64{5, 7, 0}, values[int64](t, frames[1], "count"))
	require.Equal(t, data.FrameTypeTimeSeriesMulti, frames[0].Meta.Type)
	require.Equal(t, data.DataTopicAnnotations, frames[2].Meta.DataTopic)
	require.Equal(t, []time.Time{at(1763800000000)}, values[time.Time](t, frames[2], "time"))
	require.Equal(t, []time.Time{at(1763800030000)}, values[time.Time](t, frames[2], "timeEnd"))
}

func TestAnAlertRuleSeesTheSeriesOfLogCountsAlone(t *testing.T) {
	require.Len(t, LogSeries(example[contract.LogCounts](t, "logCounts")), 2)
}

func TestLinesOfOneMillisecondKeepTheirOrderAndTheirTimes(t *testing.T) {
	frame := Logs(contract.LogList{Items: []contract.LogLine{
		{Time: 1000, Seq: 2_000_007}, {Time: 1000, Seq: 2_000_008}, {Time: 1001, Seq: 2_000_009},
	}}, nil)[0]
	times := values[time.Time](t, frame, "timestamp")
	require.True(t, times[0].Before(times[1]) && times[1].Before(times[2]))
	for i, ms := range []int64{1000, 1000, 1001} {
		require.Equal(t, ms, times[i].UnixMilli())
	}
}

func TestEveryFieldOfATableHasALabel(t *testing.T) {
	for _, frame := range []*data.Frame{
		NoJob()[0], NoJumpScript()[0], Nodes(contract.NodeList{})[0], Queues(contract.QueueList{})[0],
	} {
		for _, field := range frame.Fields {
			require.NotNil(t, field.Config, "%s.%s", frame.Name, field.Name)
			require.NotEmpty(t, field.Config.DisplayName, "%s.%s", frame.Name, field.Name)
		}
	}
}

func TestAListOfNothingIsAList(t *testing.T) {
	require.JSONEq(t, `[]`, string(list(nil)))
}

func TestANodesStatsAreNumbersOfTheirOwn(t *testing.T) {
	frame := Nodes(contract.NodeList{Items: []contract.Node{
		{Stats: map[string]float64{
			"cpu_percent": 12.5, "load1": 0.75, "disk_used_percent:/": 81, "memory_used_bytes": 3, "memory_total_bytes": 4,
		}},
		{Stats: map[string]float64{"memory_used_bytes": 3, "memory_total_bytes": 0}},
		{Stats: map[string]float64{"memory_total_bytes": 4}},
		{Stats: map[string]float64{"memory_used_bytes": 1, "memory_total_bytes": 1}},
		{},
	}})[0]
	number := func(value float64) *float64 { return &value }
	for name, want := range map[string][]*float64{
		"cpuPercent":    {number(12.5), nil, nil, nil, nil},
		"load1":         {number(0.75), nil, nil, nil, nil},
		"diskPercent":   {number(81), nil, nil, nil, nil},
		"memoryPercent": {number(75), nil, nil, number(100), nil},
	} {
		field, _ := frame.FieldByName(name)
		for i := range want {
			require.Equal(t, want[i], field.At(i), "%s of node %d", name, i)
		}
	}
}

func TestDurationsOfOneGroupAreNamedByIt(t *testing.T) {
	durations := example[contract.JobDurations](t, "jobDurations")
	durations.Series[0].Labels = map[string]string{"cmd": "echo"}
	require.Equal(t, "echo, Run p95", JobDurations(durations)[4].Fields[1].Config.DisplayNameFromDS)
}

func TestASeriesOfNodeStatsIsNamedByWhatTellsItApart(t *testing.T) {
	series := func(nid int, stat, device string) contract.NodeStatSeries {
		return contract.NodeStatSeries{Nid: nid, NodeName: fmt.Sprintf("node-%d", nid), Stat: stat, Label: "The " + stat, Device: device, Mean: []*float64{nil}}
	}
	for _, tc := range []struct {
		series []contract.NodeStatSeries
		want   []string
	}{
		{[]contract.NodeStatSeries{series(1, "cpu", "")}, []string{"The cpu"}},
		{[]contract.NodeStatSeries{series(1, "cpu", ""), series(2, "cpu", "")}, []string{"node-1", "node-2"}},
		{[]contract.NodeStatSeries{series(1, "disk", "/"), series(1, "disk", "/var")}, []string{"/", "/var"}},
		{[]contract.NodeStatSeries{series(1, "rx", "eth0"), series(1, "tx", "eth0")}, []string{"The rx, eth0", "The tx, eth0"}},
		{[]contract.NodeStatSeries{series(1, "rx", "eth0"), series(2, "tx", "eth1")}, []string{"node-1, The rx, eth0", "node-2, The tx, eth1"}},
	} {
		for i, frame := range NodeStats(contract.NodeStats{Series: tc.series}, []string{"mean"}) {
			require.Equal(t, tc.want[i], frame.Fields[0].Config.DisplayNameFromDS)
		}
	}
}

func TestAResultIsShownWithEveryDigit(t *testing.T) {
	for _, text := range []string{`9007199254740993`, `-1234567890123456.25`, `"∞"`, `{"id":9007199254740993}`} {
		result := json.RawMessage(text)
		frame := Job(contract.Job{Result: &result})[0]
		for name, want := range map[string]any{"result": &result, "resultPreview": &text} {
			field, _ := frame.FieldByName(name)
			require.Equal(t, want, field.At(0), name)
		}
	}
}
