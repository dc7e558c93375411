package query

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// mostExemplarJobs are read of each kind: of them at most one per time bucket and series is marked.
const mostExemplarJobs = 200

// exemplarKind is which jobs are worth a mark: their list is read in this order, the first of a bucket counts.
type exemplarKind[T any] struct {
	filters []Condition
	sort    string
	// mark says where a job stands on the graph; false: on none of its series.
	mark func(answer T, job exemplarJob) (frames.Exemplar, bool)
}

// exemplarJob is a job with the bucket it is counted in and the labels of its group.
type exemplarJob struct {
	contract.JobSummary
	time, bucket int64
	labels       map[string]string
}

// withExemplars are figures over time, and beside them jobs to look at. Without the jobs the figures are whole: what goes wrong
// with the jobs is a notice.
type withExemplars[T any] struct {
	asked[T]
	kinds     []exemplarKind[T]
	jobs      []controller.Request[contract.JobList]
	timeField string
	groupBy   []string
	bucketMs  int64
}

// exemplified adds jobs to figures over time that ask for them. Alert rules take series only.
func exemplified[T any](figures Query, m model, asks figures, kinds []exemplarKind[T]) Query {
	of, isOne := figures.(asked[T])
	if !m.Exemplars || m.isAlert || asks.bucketMs == nil || !isOne {
		return figures
	}
	query := withExemplars[T]{asked: of, kinds: kinds, timeField: asks.timeField, groupBy: m.GroupBy, bucketMs: int64(*asks.bucketMs)}
	for _, kind := range kinds {
		narrowed := m
		narrowed.Filters = slices.Concat(m.Filters, kind.filters)
		query.jobs = append(query.jobs, controller.Get[contract.JobList]("/jobs", contract.ListJobsParams{
			Filter: narrowed.wireFilters(), Q: m.searchText(), From: asks.from, To: asks.to,
			TimeField: optional(contract.ListJobsParamsTimeField(asks.timeField)),
			Sort:      optional(kind.sort), Limit: optional(mostExemplarJobs), Count: new(bool),
		}))
	}
	return query
}

func (w withExemplars[T]) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	jobs := make(chan exemplarJobs, 1)
	go func() {
		lists, err := atOnce(w.questions(ctx, client)...)
		jobs <- exemplarJobs{lists, err}
	}()
	answer, err := controller.Ask(ctx, client, w.Request)
	if err != nil {
		return nil, err
	}
	shown := w.show(answer)
	shown[0].Meta.ExecutedQueryString = w.String()
	return w.beside(shown, answer, <-jobs), nil
}

// exemplarJobs are what was read of each kind, or why they were not.
type exemplarJobs struct {
	lists   []contract.JobList
	missing error
}

func (w withExemplars[T]) questions(ctx context.Context, client *controller.Client) []func() (contract.JobList, error) {
	questions := make([]func() (contract.JobList, error), len(w.jobs))
	for i, request := range w.jobs {
		questions[i] = func() (contract.JobList, error) { return controller.Ask(ctx, client, request) }
	}
	return questions
}

func (w withExemplars[T]) beside(shown data.Frames, answer T, jobs exemplarJobs) data.Frames {
	if jobs.missing == nil {
		return append(shown, frames.Exemplars(w.chosen(answer, jobs.lists)))
	}
	text := fmt.Sprintf("The exemplars are missing: %s", jobs.missing)
	shown[0].Meta.Notices = append(shown[0].Meta.Notices, data.Notice{Severity: data.NoticeSeverityWarning, Text: text})
	return shown
}

// chosen is the first of each bucket and series.
func (w withExemplars[T]) chosen(answer T, lists []contract.JobList) []frames.Exemplar {
	taken := map[string]bool{}
	chosen := []frames.Exemplar{}
	for i, list := range lists {
		for _, summary := range list.Items {
			job, isKnown := w.placed(summary)
			if !isKnown {
				continue
			}
			exemplar, isOn := w.kinds[i].mark(answer, job)
			place := fmt.Sprint(job.bucket, exemplar.Labels)
			if isOn && !taken[place] {
				taken[place] = true
				chosen = append(chosen, exemplar)
			}
		}
	}
	return chosen
}

// placed reads time and group of a job by the names of its fields, as figures are asked for by. Numbers keep the digits that the
// controller wrote: the label of a grid is "1000000", not "1e+06".
func (w withExemplars[T]) placed(summary contract.JobSummary) (exemplarJob, bool) {
	var fields map[string]any
	text, err := json.Marshal(summary)
	if err != nil {
		return exemplarJob{}, false
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&fields) != nil {
		return exemplarJob{}, false
	}
	written, _ := fields[w.timeField].(json.Number)
	counted, err := written.Int64()
	job := exemplarJob{JobSummary: summary, time: counted, labels: map[string]string{}}
	job.bucket = job.time / w.bucketMs * w.bucketMs
	for _, name := range w.groupBy {
		if value := fields[name]; value != nil {
			job.labels[name] = fmt.Sprint(value)
		} else {
			job.labels[name] = ""
		}
	}
	return job, err == nil
}

var _ Query = withExemplars[contract.JobCounts]{}

// countExemplars are jobs that failed, the newest first, then those that ran longest: a mark as high as the count that has it.
var countExemplars = []exemplarKind[contract.JobCounts]{
	{filters: []Condition{{"state", "in", []string{"ERROR", "TIMEOUT"}}}, sort: "-timeStop", mark: onItsCount},
	{sort: "-runMs", mark: onItsCount},
}

func onItsCount(counts contract.JobCounts, job exemplarJob) (frames.Exemplar, bool) {
	place := slices.Index(counts.Times, job.bucket)
	for _, series := range counts.Series {
		if place >= 0 && place < len(series.Counts) && maps.Equal(series.Labels, job.labels) {
			return job.at(float64(series.Counts[place]), job.labels), true
		}
	}
	return frames.Exemplar{}, false
}

// durationExemplars are jobs that ran longest, and those that waited longest: a mark as high as that took.
var durationExemplars = []exemplarKind[contract.JobDurations]{
	{sort: "-runMs", mark: func(_ contract.JobDurations, job exemplarJob) (frames.Exemplar, bool) {
		return job.took("run", job.RunMs)
	}},
	{sort: "-waitMs", mark: func(_ contract.JobDurations, job exemplarJob) (frames.Exemplar, bool) {
		return job.took("wait", job.WaitMs)
	}},
}

// took: the longest are what the series of the highest percentile is about.
func (j exemplarJob) took(duration string, ms *int) (frames.Exemplar, bool) {
	if ms == nil {
		return frames.Exemplar{}, false
	}
	labels := map[string]string{"duration": duration, "percentile": "p99"}
	maps.Copy(labels, j.labels)
	return j.at(float64(*ms), labels), true
}

func (j exemplarJob) at(value float64, labels map[string]string) frames.Exemplar {
	return frames.Exemplar{Job: j.JobSummary, Time: j.time, Value: value, Labels: labels}
}
