package query

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// jobAnnotations are jobs as marks on a graph. One question per rank, worst first: when not all of them fit, those that failed
// stay, then those that run, then those that took longest.
type jobAnnotations struct {
	params   []contract.ListJobsParams
	limit    int
	asPoints bool
	from, to int64
}

func readJobAnnotations(m model, dataQuery backend.DataQuery) (Query, error) {
	if m.Shape != "" && m.Shape != "region" && m.Shape != "point" {
		return nil, invalid("Unknown shape %q of annotations: expected one of region, point.", m.Shape)
	}
	m.IgnoreTimeRange = false
	from, to := m.timeRange(dataQuery)
	if from == nil {
		return nil, invalid("Annotations need a time range.")
	}
	asked := jobAnnotations{limit: cmp.Or(m.Limit, contract.TheRules.Limits.DefaultAnnotations), asPoints: m.Shape == "point", from: *from, to: *to}
	startedBefore := Condition{"timeStart", "range", []string{"", strconv.FormatInt(*to, 10)}}
	for _, rank := range []struct {
		states []string
		sort   string
	}{
		{[]string{"ERROR", "TIMEOUT"}, "-timeStop"}, {[]string{"RUNNING"}, "timeStart"}, {[]string{"OK"}, "-runMs"},
	} {
		ranked := m
		ranked.Filters = append([]Condition{{"state", "in", rank.states}, startedBefore}, m.Filters...)
		params := contract.ListJobsParams{Filter: ranked.wireFilters(), Q: m.searchText(), Sort: &rank.sort}
		if rank.states[0] != "RUNNING" {
			// Also those that ended after the range: they ran in it.
			params.From, params.TimeField = from, optional(contract.ListJobsParamsTimeField("timeStop"))
			if asked.asPoints {
				params.To = to
			}
		}
		asked.params = append(asked.params, params)
	}
	return asked, nil
}

func (a jobAnnotations) request(rank, limit int) controller.Request[contract.JobList] {
	params := a.params[rank]
	params.Limit = &limit
	return controller.Get[contract.JobList]("/jobs", params)
}

func (a jobAnnotations) String() string {
	texts := make([]string, len(a.params))
	for rank := range a.params {
		texts[rank] = a.request(rank, a.limit).String()
	}
	return strings.Join(texts, "\n")
}

// Answer asks for one rank after the other: how many there are is asked of each, how many are left to show decides the next.
func (a jobAnnotations) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	marks := frames.JobMarks{From: a.from, To: a.to, AsPoints: a.asPoints, JobURL: jobURL(ctx)}
	for rank := range a.params {
		room := a.limit - len(marks.Jobs)
		answer, err := controller.Ask(ctx, client, a.request(rank, max(room, 1)))
		if err != nil {
			return nil, err
		}
		marks.Total += answer.Total.Value
		marks.IsAtLeast = marks.IsAtLeast || answer.Total.Relation == contract.Gte
		marks.Jobs = append(marks.Jobs, answer.Items[:min(room, len(answer.Items))]...)
	}
	shown := frames.JobAnnotations(marks)
	shown[0].Meta.ExecutedQueryString = a.String()
	return shown, nil
}
