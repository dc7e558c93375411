package plugin

import (
	"context"
	"errors"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/query"
)

// queriesAtOnce of one request: a dashboard panel or an alert rule seldom has more, and the controller is spared.
const queriesAtOnce = 4

// QueryData answers each query on its own: one that fails leaves the others their answers.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	return concurrent.QueryData(ctx, req, func(ctx context.Context, q concurrent.Query) backend.DataResponse {
		frames, err := d.answer(ctx, q.DataQuery, isFromAlert(req))
		if err != nil {
			return errorResponse(ctx, err)
		}
		return backend.DataResponse{Status: backend.StatusOK, Frames: frames}
	}, queriesAtOnce)
}

func (d *Datasource) answer(ctx context.Context, dataQuery backend.DataQuery, isAlert bool) (data.Frames, error) {
	if d.unusable != nil {
		return nil, d.unusable
	}
	question, err := query.Parse(dataQuery, isAlert)
	if err != nil {
		return nil, err
	}
	return question.Answer(ctx, d.client)
}

// isFromAlert: Grafana says so when a rule is evaluated, and when it is previewed in the rule's editor.
func isFromAlert(req *backend.QueryDataRequest) bool { return req.Headers["FromAlert"] == "true" }

func errorResponse(ctx context.Context, err error) backend.DataResponse {
	if !backend.IsDownstreamError(err) {
		backend.Logger.FromContext(ctx).Error("Query failed in the plugin", "error", err)
		err = backend.PluginError(err)
	}
	response := backend.ErrorResponseWithErrorSource(err)
	response.Status = backend.Status(httpStatus(err))
	return response
}

// httpStatus of an error, for Grafana's query status and for resource calls.
func httpStatus(err error) int {
	var invalid *query.InvalidError
	var fault *controller.Error
	switch {
	case errors.As(err, &invalid):
		return http.StatusBadRequest
	case errors.As(err, &fault):
		return statusOf(fault)
	case backend.IsDownstreamError(err): // the settings
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// statusClientClosedRequest is nginx's word for a request whose asker went away; net/http has none.
const statusClientClosedRequest = 499

func statusOf(fault *controller.Error) int {
	switch fault.Kind {
	case controller.Cancelled:
		return statusClientClosedRequest
	case controller.Timeout:
		return http.StatusGatewayTimeout
	case controller.Unauthorized:
		// 401 would tell the browser that the person's own Grafana session has ended.
		return http.StatusBadRequest
	case controller.Forbidden, controller.Refused:
		return fault.Status
	default:
		return http.StatusBadGateway
	}
}
