package plugin

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/query"
)

// liveChannel answers which channel of Grafana Live follows a query: {"path":"logs/3f…"}. A query that none can follow is
// refused in words here; a subscription has only a status for it.
func (d *Datasource) liveChannel(w http.ResponseWriter, r *http.Request) {
	if d.unusable != nil {
		writeError(w, r, d.unusable)
		return
	}
	followed, err := query.ParseLive(json.RawMessage(r.URL.Query().Get("query")))
	if err != nil {
		writeError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"path": followed.Path()})
}

// SubscribeStream lets a viewer follow a query on its own channel only. Anything else the path could name is not ours:
// a viewer of one channel must not see what another query answers, nor what the data source would not.
func (d *Datasource) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	if d.unusable != nil {
		return nil, d.unusable
	}
	followed, err := query.ParseLive(req.Data)
	switch {
	case err != nil:
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil //nolint:nilerr // said where the channel is asked for
	case followed.Path() != req.Path:
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied}, nil
	}
	initial, err := backend.NewInitialFrame(d.channels.State(followed), data.IncludeAll)
	if err != nil {
		return nil, err
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK, InitialData: initial}, nil
}

// RunStream feeds a channel while anyone follows it; Grafana runs each channel once, for all its viewers.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	if d.unusable != nil {
		return d.unusable
	}
	followed, err := query.ParseLive(req.Data)
	if err != nil {
		return err
	}
	return d.channels.Run(ctx, followed, sender)
}

// PublishStream refuses: only the controller knows what is new.
func (d *Datasource) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}
