package query

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// asked is a request whose answer is a T, and what shows it.
type asked[T any] struct {
	controller.Request[T]
	show func(T) data.Frames
}

func ask[T any](request controller.Request[T], show func(T) data.Frames) (Query, error) {
	return asked[T]{request, show}, nil
}

// askOf asks for what is below a path of one thing, which `id` names.
func askOf[T any](id string, request func(controller.ID) controller.Request[T], show func(T) data.Frames) (Query, error) {
	checked, err := controller.NewID(id)
	if err != nil {
		return nil, err
	}
	return ask(request(checked), show)
}

func (a asked[T]) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	answer, err := controller.Ask(ctx, client, a.Request)
	if err != nil {
		return nil, err
	}
	shown := a.show(answer)
	// The query inspector then shows what to give to curl.
	shown[0].Meta.ExecutedQueryString = a.String()
	return shown, nil
}

// unasked is the answer of a query for one thing when none was chosen.
type unasked data.Frames

func (unasked) String() string { return "" }

func (u unasked) Answer(context.Context, *controller.Client) (data.Frames, error) {
	return data.Frames(u), nil
}
