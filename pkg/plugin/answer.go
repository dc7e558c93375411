package plugin

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
	"github.com/openvcloud/jobs-grafana/pkg/query"
)

// answer is the whole way of one query: what is asked, the request it becomes, the frames its answer becomes.
func (d *Datasource) answer(ctx context.Context, dataQuery backend.DataQuery) (data.Frames, error) {
	parsed, err := query.Parse(dataQuery)
	if err != nil {
		return nil, err
	}
	switch q := parsed.(type) {
	case query.Jobs:
		return ask(ctx, d.client, controller.ListJobs(q.Params), frames.Jobs)
	case query.Job:
		if q.GUID == "" {
			return frames.NoJob(), nil
		}
		return askByID(ctx, d.client, q.GUID, controller.GetJob, frames.Job)
	case query.JobCounts:
		return ask(ctx, d.client, controller.CountJobs(q.Params), countsAs(q))
	case query.JumpScripts:
		return ask(ctx, d.client, controller.ListJumpScripts(q.Params), frames.JumpScripts)
	case query.JumpScript:
		if q.ID == "" {
			return frames.NoJumpScript(), nil
		}
		return askByID(ctx, d.client, q.ID, func(id controller.ID) controller.Request[contract.JumpScriptDetails] {
			return controller.GetJumpScript(id, q.Params)
		}, frames.JumpScript)
	case query.Logs:
		return d.logs(ctx, q)
	case query.Nodes:
		return ask(ctx, d.client, controller.ListNodes(), frames.Nodes)
	case query.Queues:
		return ask(ctx, d.client, controller.ListQueues(), frames.Queues)
	default:
		return nil, backend.PluginError(fmt.Errorf("no answer is made for queries of type %T", q))
	}
}

func (d *Datasource) logs(ctx context.Context, q query.Logs) (data.Frames, error) {
	shape := func(lines contract.LogList) data.Frames { return frames.Logs(lines, q.Params.Q) }
	if q.JobGUID == "" {
		return ask(ctx, d.client, controller.ListLogs(q.Params), shape)
	}
	return askByID(ctx, d.client, q.JobGUID, func(id controller.ID) controller.Request[contract.LogList] {
		return controller.ListJobLogs(id, q.Params)
	}, shape)
}

func countsAs(q query.JobCounts) func(contract.JobCounts) data.Frames {
	return func(counts contract.JobCounts) data.Frames {
		isGrouped := q.Params.GroupBy != nil
		if q.AsNumbers {
			return frames.JobNumbers(counts, isGrouped)
		}
		return frames.JobCounts(counts, isGrouped)
	}
}

func ask[T any](ctx context.Context, client *controller.Client, request controller.Request[T], shape func(T) data.Frames) (data.Frames, error) {
	answer, err := controller.Ask(ctx, client, request)
	if err != nil {
		return nil, err
	}
	shaped := shape(answer)
	// The query inspector then shows what to give to curl.
	shaped[0].Meta.ExecutedQueryString = request.String()
	return shaped, nil
}

func askByID[T any](
	ctx context.Context, client *controller.Client, id string,
	request func(controller.ID) controller.Request[T], shape func(T) data.Frames,
) (data.Frames, error) {
	checked, err := controller.NewID(id)
	if err != nil {
		return nil, err
	}
	return ask(ctx, client, request(checked), shape)
}
