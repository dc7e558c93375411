package query

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

const (
	// outcomesOf at most so many jobs are read: each is a request of its own.
	outcomesOf = 50
	// reRunsOf at most so many jobs are looked for: their guids are in the URL, which has a limit.
	reRunsOf = 200
	// marksOfJob are the lines that a job's trace shows as events.
	marksOfJob = 100
)

// tracing is a job or a batch with all that came of it: what is above it, its attempts, and who ran it again.
type tracing struct {
	guid string
	id   controller.ID
}

// readTrace asks for a job; when there is none of that guid, for a batch. Or for nothing: a dashboard may be opened
// without choosing.
func readTrace(m model, _ backend.DataQuery) (Query, error) {
	guid := strings.TrimSpace(m.GUID)
	if guid == "" {
		return unasked(frames.NoTrace()), nil
	}
	id, err := controller.NewID(guid)
	return tracing{guid, id}, err
}

func (t tracing) job() controller.Request[contract.Job] {
	return controller.Get[contract.Job]("/jobs/"+t.id.String(), nil)
}

func (t tracing) String() string { return t.job().String() }

func (t tracing) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	tree := frames.JobTree{ID: t.guid}
	job, err := controller.Ask(ctx, client, t.job())
	if isUnknown(err) {
		err = t.readBatch(ctx, client, &tree, err)
	} else if err == nil {
		err = t.readMarks(ctx, client, &tree, job)
	}
	if err != nil {
		return nil, err
	}
	if err := readReRuns(ctx, client, &tree); err != nil {
		return nil, err
	}
	if err := readOutcomes(ctx, client, &tree); err != nil {
		return nil, err
	}
	shown := frames.Trace(tree)
	shown[0].Meta.ExecutedQueryString = t.String()
	return shown, nil
}

func isUnknown(err error) bool {
	var fault *controller.Error
	return errors.As(err, &fault) && fault.Status == http.StatusNotFound
}

// readBatch returns the error that there is no such job when there is no such batch either.
func (t tracing) readBatch(ctx context.Context, client *controller.Client, tree *frames.JobTree, unknown error) error {
	jobs, err := controller.Ask(ctx, client, jobsBy("batchGuid", t.guid))
	if err != nil {
		return err
	}
	if len(jobs.Items) == 0 {
		return unknown
	}
	tree.IsBatch = true
	tree.Add(jobs)
	if more := jobs.Total.Value - len(jobs.Items); more > 0 {
		tree.Notice = fmt.Sprintf("The first %d of %d jobs of the batch are here.", len(jobs.Items), jobs.Total.Value)
	}
	return nil
}

// readMarks reads what stands out in the job's log: warnings and worse.
func (t tracing) readMarks(ctx context.Context, client *controller.Client, tree *frames.JobTree, job contract.Job) error {
	marks, err := controller.Ask(ctx, client, controller.Get[contract.LogList]("/jobs/"+t.id.String()+"/logs", contract.ListJobLogsParams{
		Filter: &[]string{"level|in|1|2|3"}, Limit: optional(marksOfJob),
	}))
	if err != nil {
		return err
	}
	traced := frames.Traced(job)
	traced.Marks = marks.Items
	tree.AsOf, tree.Jobs = marks.Coverage.AsOf, []frames.TracedJob{traced}
	if marks.Page.Next != nil {
		tree.Notice = fmt.Sprintf("The first %d warnings and errors of its log are here.", len(marks.Items))
	}
	return nil
}

// readReRuns adds the jobs that ran one of the tree again.
func readReRuns(ctx context.Context, client *controller.Client, tree *frames.JobTree) error {
	var guids []string
	for _, job := range tree.Jobs[:min(len(tree.Jobs), reRunsOf)] {
		guids = append(guids, job.Guid)
	}
	jobs, err := controller.Ask(ctx, client, jobsBy("parentGuid", guids...))
	if err == nil {
		tree.Add(jobs)
	}
	return err
}

func jobsBy(field string, values ...string) controller.Request[contract.JobList] {
	condition := Condition{Field: field, Operator: "=", Values: values}
	if len(values) > 1 {
		condition.Operator = "in"
	}
	return controller.Get[contract.JobList]("/jobs", contract.ListJobsParams{
		Filter: &[]string{format(condition)}, Sort: optional("timeCreate"), Limit: optional(contract.TheRules.Limits.PageRows),
	})
}

// readOutcomes adds how attempts ended that were followed by another.
func readOutcomes(ctx context.Context, client *controller.Client, tree *frames.JobTree) error {
	var retried []*frames.TracedJob
	var questions []func() (contract.LogList, error)
	for i := range tree.Jobs {
		job := &tree.Jobs[i]
		if job.Attempt < 2 || len(retried) == outcomesOf {
			continue
		}
		id, err := controller.NewID(job.Guid)
		if err != nil {
			return err
		}
		retried = append(retried, job)
		questions = append(questions, func() (contract.LogList, error) {
			return controller.Ask(ctx, client, controller.Get[contract.LogList]("/jobs/"+id.String()+"/logs", contract.ListJobLogsParams{
				Filter: &[]string{"category|=|attempt.outcome"},
			}))
		})
	}
	outcomes, err := atOnce(questions...)
	for i := range outcomes {
		retried[i].Outcomes = outcomes[i].Items
	}
	return err
}
