package plugin

import (
	"context"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/settings"
)

func TestSettingsThatMakeNoClientAreToldByEveryVerb(t *testing.T) {
	instance, err := NewDatasource(context.Background(), backend.DataSourceInstanceSettings{
		URL: "http://controller", JSONData: []byte(`{"tlsAuth":true}`),
		DecryptedSecureJSONData: map[string]string{"tlsClientCert": "no", "tlsClientKey": "no"},
	})
	require.NoError(t, err)
	d := instance.(*Datasource)
	require.ErrorIs(t, d.unusable, settings.ErrTLS)
	require.ErrorContains(t, d.unusable, "The TLS or timeout settings cannot be used: building the HTTP client: ")
	require.True(t, backend.IsDownstreamError(d.unusable))

	health, err := d.CheckHealth(context.Background(), nil)
	require.NoError(t, err)
	require.Equal(t, d.unusable.Error(), health.Message)
	require.JSONEq(t, `{"answeredMs":0,"kind":"settings"}`, string(health.JSONDetails))
	d.Dispose() // there is no client to close
}
