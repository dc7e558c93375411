package plugin

import (
	"context"
	"errors"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/settings"
)

func TestAnErrorOfOursIsThePlugins(t *testing.T) {
	response := errorResponse(context.Background(), errors.New("odd"))
	require.EqualError(t, response.Error, "odd")
	require.Equal(t, backend.ErrorSourcePlugin, response.ErrorSource)
	require.Equal(t, backend.StatusInternal, response.Status)
}

func TestTheStatusSaysWhatStoodInBetween(t *testing.T) {
	fault := func(kind controller.Kind, status int) error {
		return backend.DownstreamError(&controller.Error{Kind: kind, Status: status})
	}
	for _, tc := range []struct {
		err  error
		want int
	}{
		{errors.New("odd"), 500},
		{backend.DownstreamError(settings.ErrNoURL), 400},
		{fault(controller.Cancelled, 0), 499},
		{fault(controller.Timeout, 0), 504},
		{fault(controller.Unauthorized, 401), 400},
		{fault(controller.Forbidden, 403), 403},
		{fault(controller.Refused, 503), 503},
		{fault(controller.Unreachable, 0), 502},
		{fault(controller.TLS, 0), 502},
		{fault(controller.NotController, 200), 502},
		{fault(controller.TooLarge, 200), 502},
	} {
		require.Equal(t, tc.want, httpStatus(tc.err), "%v", tc.err)
	}
}
