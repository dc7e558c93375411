package query

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// sampledJobs at most: a request for each.
const sampledJobs = 20

// sampling is the last lines of the newest jobs of a list.
type sampling struct {
	jobs  controller.Request[contract.JobList]
	limit int
}

// readJobLogs asks for a sample of the log lines of jobs that match. What state a job is in, say, is no field of its lines.
func readJobLogs(m model, dataQuery backend.DataQuery) (Query, error) {
	from, to := m.timeRange(dataQuery)
	return sampling{
		jobs: controller.Get[contract.JobList]("/jobs", contract.ListJobsParams{
			Filter:    m.wireFilters(),
			Q:         m.searchText(),
			From:      from,
			To:        to,
			TimeField: optional(contract.ListJobsParamsTimeField(m.TimeField)),
		}),
		limit: cmp.Or(m.Limit, contract.TheRules.Limits.DefaultPageRows),
	}, nil
}

func (s sampling) String() string { return s.jobs.String() }

func (s sampling) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	jobs, err := controller.Ask(ctx, client, s.jobs)
	if err != nil {
		return nil, err
	}
	withLines := slices.DeleteFunc(slices.Clone(jobs.Items), func(job contract.JobSummary) bool { return job.LogLines == 0 })
	sampled := withLines[:min(len(withLines), sampledJobs, s.limit)]
	lines, err := s.linesOf(ctx, client, sampled)
	if err != nil {
		return nil, err
	}
	lines.Coverage = jobs.Coverage
	shown := frames.Logs(lines, nil)
	shown[0].Meta.Notices = append(shown[0].Meta.Notices, data.Notice{
		Severity: data.NoticeSeverityInfo,
		Text:     fmt.Sprintf("A sample: the last lines of the newest %d of %d jobs.", len(sampled), jobs.Total.Value),
	})
	shown[0].Meta.ExecutedQueryString = s.String()
	return shown, nil
}

// linesOf gives each job the same share.
func (s sampling) linesOf(ctx context.Context, client *controller.Client, jobs []contract.JobSummary) (contract.LogList, error) {
	list := contract.LogList{Page: contract.Page{Limit: s.limit}}
	questions := make([]func() (contract.LogList, error), len(jobs))
	for i, job := range jobs {
		id, err := controller.NewID(job.Guid)
		if err != nil {
			return list, err
		}
		questions[i] = func() (contract.LogList, error) {
			return controller.Ask(ctx, client, controller.Get[contract.LogList]("/jobs/"+id.String()+"/logs", contract.ListJobLogsParams{
				Direction: optional(contract.ListJobLogsParamsDirection("backward")), Limit: optional(s.limit / len(jobs)), Count: new(bool),
			}))
		}
	}
	answers, err := atOnce(questions...)
	for _, answer := range answers {
		list.Items = append(list.Items, answer.Items...)
	}
	slices.SortStableFunc(list.Items, func(a, b contract.LogLine) int { return cmp.Compare(b.Time, a.Time) })
	list.Total = contract.Total{Value: len(list.Items), Relation: "eq"}
	return list, err
}
