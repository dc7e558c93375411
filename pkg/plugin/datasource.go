// Package plugin is the surface the Go SDK calls: datasource.go makes an instance, and each of its verbs has a file,
// handler_querydata.go, handler_callresource.go, handler_checkhealth.go and handler_stream.go.
package plugin

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/live"
	"github.com/openvcloud/jobs-grafana/pkg/permission"
	"github.com/openvcloud/jobs-grafana/pkg/settings"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one instance: it lives until its settings change.
type Datasource struct {
	client *controller.Client
	// operator is the same controller, with the token to act by; nil while acting is off.
	operator *controller.Client
	acts     permission.Rule
	channels *live.Channels
	// unusable says what is wrong with the settings; every verb answers with it.
	unusable error
	backend.CallResourceHandler
}

// NewDatasource makes an instance. Wrong settings make one too: a factory that fails cannot say why in a health check.
func NewDatasource(ctx context.Context, instance backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	d := &Datasource{}
	d.CallResourceHandler = newResourceHandler(d)
	loaded, err := settings.Load(ctx, instance)
	if err != nil {
		d.unusable = err
		return d, nil //nolint:nilerr // kept, and told by every verb
	}
	client, err := controller.New(loaded.URL, loaded.Token, loaded.HTTP)
	if err != nil {
		d.unusable = backend.DownstreamError(fmt.Errorf("%w: %w", settings.ErrTLS, err))
		return d, nil
	}
	if loaded.OperatorToken != "" {
		d.operator, err = controller.New(loaded.URL, loaded.OperatorToken, loaded.HTTP)
		if err != nil {
			d.unusable = backend.DownstreamError(fmt.Errorf("%w: %w", settings.ErrTLS, err))
			return d, nil
		}
	}
	d.acts = loaded.Acts
	d.client, d.channels = client, live.NewChannels(client, live.DefaultPace)
	return d, nil
}

// Dispose is called when the settings have changed and a new instance takes over.
func (d *Datasource) Dispose() {
	if d.client != nil {
		d.channels.Close()
		d.client.Close()
	}
	if d.operator != nil {
		d.operator.Close()
	}
}
