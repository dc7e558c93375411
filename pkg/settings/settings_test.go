package settings

import (
	"context"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestLoad(t *testing.T) {
	load := func(url, jsonData string) (Settings, error) {
		return Load(context.Background(), backend.DataSourceInstanceSettings{
			URL: url, JSONData: []byte(jsonData), DecryptedSecureJSONData: map[string]string{"token": " secret\n"},
		})
	}

	t.Run("takes the URL without its last slash, the token and the standard settings", func(t *testing.T) {
		loaded, err := load("http://controller:4400/", `{"timeout": 7, "tlsSkipVerify": true}`)
		require.NoError(t, err)
		require.Equal(t, "http://controller:4400", loaded.URL)
		require.Equal(t, "secret", loaded.Token)
		require.Equal(t, 7.0, loaded.HTTP.Timeouts.Timeout.Seconds())
		require.True(t, loaded.HTTP.TLS.InsecureSkipVerify)
	})

	refused := []struct {
		name, url, jsonData string
		is                  error
	}{
		{"no URL", "  ", `{}`, ErrNoURL},
		{"a URL without scheme", "controller:4400", `{}`, ErrURL},
		{"another scheme", "ftp://controller", `{}`, ErrURL},
		{"a URL that does not parse", "http://[::1", `{}`, ErrURL},
		{"a URL with a password", "http://me:hunter2@controller", `{}`, ErrURL},
		{"a URL with a query", "http://controller?x=1", `{}`, ErrURL},
		{"jsonData that is not JSON", "http://controller", `{`, ErrTLS},
	}
	for _, tc := range refused {
		t.Run("refuses "+tc.name+" as the user's fault", func(t *testing.T) {
			_, err := load(tc.url, tc.jsonData)
			require.ErrorIs(t, err, tc.is)
			require.True(t, backend.IsDownstreamError(err))
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
}
