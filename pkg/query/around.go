package query

import (
	"cmp"
	"context"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// aroundLine is the lines from a place on and those before it, in one list.
type aroundLine struct {
	before, after controller.Request[contract.LogList]
	isNewestFirst bool
	show          func(contract.LogList) data.Frames
}

// around takes the place of a page that would begin there: half of its lines stand before it.
func around(path string, params contract.ListJobLogsParams, show func(contract.LogList) data.Frames) (Query, error) {
	if (params.StartSeq == nil) == (params.StartTime == nil) {
		return nil, invalid("Lines around a place need the place: expected one of startSeq and startTime.")
	}
	limit := contract.TheRules.Limits.DefaultPageRows
	if params.Limit != nil {
		limit = *params.Limit
	}
	isNewestFirst := params.Direction != nil && *params.Direction == "backward"
	before, after := params, params
	before.Direction, after.Direction = optional(contract.ListJobLogsParamsDirection("backward")), optional(contract.ListJobLogsParamsDirection("forward"))
	before.Limit, after.Limit = optional(limit/2), optional(limit-limit/2)
	before.StartSeq, before.StartTime = oneBefore(params.StartSeq), oneBefore(params.StartTime)
	if limit == 1 {
		return ask(controller.Get[contract.LogList](path, after), show)
	}
	return aroundLine{
		before: controller.Get[contract.LogList](path, before), after: controller.Get[contract.LogList](path, after),
		isNewestFirst: isNewestFirst, show: show,
	}, nil
}

func oneBefore(place *int64) *int64 {
	if place == nil {
		return nil
	}
	one := max(*place-1, 0)
	return &one
}

func (a aroundLine) String() string { return a.before.String() + "\n" + a.after.String() }

// Answer asks for both halves at once: a search may take its time for each.
func (a aroundLine) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	lists, err := atOnce(
		func() (contract.LogList, error) { return controller.Ask(ctx, client, a.before) },
		func() (contract.LogList, error) { return controller.Ask(ctx, client, a.after) },
	)
	if err != nil {
		return nil, err
	}
	shown := a.show(joined(lists[0], lists[1], a.isNewestFirst))
	shown[0].Meta.ExecutedQueryString = a.String()
	return shown, nil
}

// joined is one list of both: before comes newest first, after oldest first.
func joined(before, after contract.LogList, isNewestFirst bool) contract.LogList {
	slices.Reverse(before.Items)
	list := after
	list.Items = slices.Concat(before.Items, after.Items)
	if isNewestFirst {
		slices.Reverse(list.Items)
	}
	list.Page = contract.Page{Limit: before.Page.Limit + after.Page.Limit}
	list.Coverage.IsCut = before.Coverage.IsCut || after.Coverage.IsCut
	list.Coverage.Notice = cmp.Or(before.Coverage.Notice, after.Coverage.Notice)
	return list
}
